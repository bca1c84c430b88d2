const emailPattern = /[^\s<>()[\],;:"'“”]{1,80}@[^\s<>()[\],;:"'“”]{1,120}/u
const bracketedEmailPattern = /[<([]\s?[^<>()[\]\s]{1,90}@[^<>()[\]\s]{1,120}/u
const yearPattern = /(?<!\p{N})(?:19|20|२०|২০|౨౦|൨൦|௨௦|૨૦|೨೦)\p{N}{2}(?!\p{N})/u
const numericDatePattern = /(?<!\p{N})\p{N}{1,4}[./-]\s?\p{N}{1,2}[./-]\s?\p{N}{1,4}(?!\p{N})/u
const timePattern = /(?<!\p{N})\p{N}{1,2}[:.hH時시点點]\s?\p{N}{2}(?!\p{N})|(?<!\p{N})\p{N}{1,2}\s?[hH]\s?\p{N}{2}?(?![\p{L}\p{N}])/u

/** What a line shows of a sender and a time; an attribution has at least two of them. Pure, linear. */
export interface Evidence {
  email: boolean
  bracketedEmail: boolean
  year: boolean
  day: boolean
  time: boolean
}

/** Reads address, year, numeric date and clock time from a line in any digits. */
export function readEvidence(line: string): Evidence {
  const day = numericDatePattern.test(line)
  return {
    email: emailPattern.test(line),
    bracketedEmail: bracketedEmailPattern.test(line),
    year: day || yearPattern.test(line),
    day: day || /\p{N}/u.test(line),
    time: timePattern.test(line),
  }
}

/** A line that holds an e-mail address. */
export const holdsEmail = (line: string) => emailPattern.test(line)
/** A line that holds a clock time. */
export const holdsTime = (line: string) => timePattern.test(line)
/** A line that holds a year or a numeric date. */
export const holdsDate = (line: string) => numericDatePattern.test(line) || yearPattern.test(line)
