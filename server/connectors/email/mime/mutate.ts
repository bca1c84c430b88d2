import { parseMail } from './parse.ts'

/** A seeded source of numbers from 0 to 1 (mulberry32), so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
type Mutation = (raw: Buffer, random: Random, other: Buffer) => Buffer

const at = (raw: Buffer, random: Random) => Math.floor(random() * (raw.length + 1))
const pick = <T>(list: readonly T[], random: Random) => list[Math.floor(random() * list.length)]!
const replaced = (raw: Buffer, what: RegExp, by: string) => Buffer.from(raw.toString('latin1').replace(what, by), 'latin1')

const charsets = [
  'utf-8',
  'iso-8859-1',
  'iso-2022-jp',
  'gb2312',
  'big5',
  'shift_jis',
  'euc-kr',
  'koi8-r',
  'utf-16',
  'utf-7',
  'hz-gb-2312',
  'iso-2022-kr',
  'x-none',
  '"',
  'utf-32',
  'macintosh',
]
const encodings = ['base64', 'quoted-printable', 'x-uuencode', 'x-yenc', 'binhex', '7bit', 'binary', 'x-none']
const junk = [
  '\0',
  '\r',
  '\n',
  '\r\n\r\n',
  '--',
  '=?utf-8?B?',
  '?=',
  '"',
  '(',
  '<',
  '\u00ff\u00fe',
  '\u001b$B',
  ';',
  "name*0*=utf-8''%",
  'begin 644 x\n',
  '\u001b',
  '='.repeat(50),
  '>From ',
  '<table>'.repeat(50),
]

/** What goes wrong with mail on its way: cuts, flipped bits, lost and doubled stretches, other line ends, charsets and encodings, wrappers without end. */
const mutations: Mutation[] = [
  (raw, random) => raw.subarray(0, at(raw, random)),
  (raw, random) => raw.subarray(at(raw, random)),
  (raw, random) => {
    const copy = Buffer.from(raw)
    for (let i = 0; i < 1 + raw.length / 100; i++) if (copy.length > 0) copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8)
    return copy
  },
  (raw, random) => {
    const [start, end] = [at(raw, random), at(raw, random)].sort((a, b) => a - b) as [number, number]
    return Buffer.concat([raw.subarray(0, start), raw.subarray(end)])
  },
  (raw, random) => {
    const [start, end] = [at(raw, random), at(raw, random)].sort((a, b) => a - b) as [number, number]
    return Buffer.concat([raw.subarray(0, end), raw.subarray(start)])
  },
  (raw, random) => {
    const place = at(raw, random)
    return Buffer.concat([
      raw.subarray(0, place),
      Buffer.from(pick(junk, random).repeat(1 + Math.floor(random() * 20)), 'latin1'),
      raw.subarray(place),
    ])
  },
  (raw, random, other) => Buffer.concat([raw.subarray(0, at(raw, random)), other.subarray(at(other, random))]),
  (raw) => replaced(raw, /\r\n/g, '\r'),
  (raw) => replaced(raw, /\r\n/g, '\n'),
  (raw) => replaced(raw, /\r\n/g, '\r\r\n'),
  (raw, random) => replaced(raw, /charset=[^\s;]*/gi, `charset=${pick(charsets, random)}`),
  (raw, random) => replaced(raw, /(content-transfer-encoding:)[^\r\n]*/gi, `$1 ${pick(encodings, random)}`),
  (raw, random) => replaced(raw, /boundary=[^\r\n;]*/i, pick(['', 'boundary=', 'boundary="b', 'boundary=b', 'boundary="--"'], random)),
  (raw, random) =>
    replaced(
      raw,
      /content-type: [^\r\n;]*/i,
      `Content-Type: ${pick(['text/html', 'multipart/mixed', 'message/rfc822', 'application/ms-tnef', 'application/pkcs7-mime', 'text/enriched', 'text/calendar', 'x', 'multipart/alternative'], random)}`,
    ),
  (raw, random) => {
    let whole = raw
    for (let i = 0; i < 1 + random() * 120; i++)
      whole = Buffer.concat([Buffer.from(`Content-Type: multipart/mixed; boundary=w${i}\r\n\r\n--w${i}\r\n`), whole])
    return whole
  },
]

/** One to four mutations of a mail, chosen by `random`; `other` is spliced in by some. */
export function mutateMail(raw: Buffer, other: Buffer, random: Random): Buffer {
  let mutated = raw
  for (let i = 0; i < 1 + Math.floor(random() * 4); i++) mutated = pick(mutations, random)(mutated, random, other)
  return mutated
}

/** What a run of mutations showed. `slowestMs` is CPU time. */
export interface MutationReport {
  count: number
  slowestMs: number
  unreadable: number
  /** Seeds whose mail broke a promise of parseMail, and how. */
  failures: { seed: number; why: string }[]
}

/** Parses `count` seeded mutations of the samples. A failure is a throw, a defect note, a name that is empty, or a mail slower than `limitMs` of CPU time. */
export function runMutations(samples: Buffer[], count: number, seed: number, limitMs: number): MutationReport {
  const report: MutationReport = { count, slowestMs: 0, unreadable: 0, failures: [] }
  for (let i = 0; i < count; i++) {
    const random = seededRandom(seed + i)
    const raw = mutateMail(pick(samples, random), pick(samples, random), random)
    const before = process.cpuUsage()
    try {
      const mail = parseMail(raw)
      const why = findFault(mail)
      if (why) report.failures.push({ seed: seed + i, why })
      if (mail.repairs.includes('unreadable')) report.unreadable++
    } catch (error) {
      report.failures.push({ seed: seed + i, why: `threw ${String(error)}` })
    }
    const spent = process.cpuUsage(before)
    const ms = (spent.user + spent.system) / 1000
    report.slowestMs = Math.max(report.slowestMs, ms)
    if (ms > limitMs) report.failures.push({ seed: seed + i, why: `took ${ms.toFixed(0)} ms` })
  }
  return report
}

function findFault(mail: ReturnType<typeof parseMail>): string | null {
  const defect = mail.repairs.find((note) => note.startsWith('defect:'))
  if (defect) return defect
  if (mail.attachments.some((attachment) => attachment.name.trim() === '' || /[\\/\0\r\n]/.test(attachment.name)))
    return 'an attachment name is empty or unsafe'
  if (mail.text.includes('\r') || mail.text.includes('\0')) return 'the text holds CR or NUL'
  if (mail.headers.some((field) => /[\r\n\0]/.test(field.value))) return 'a header value holds a line end'
  if (JSON.stringify(mail, (key, value: unknown) => (key === 'content' ? undefined : value)).includes('\\u0000')) return 'some text holds a NUL'
  return null
}
