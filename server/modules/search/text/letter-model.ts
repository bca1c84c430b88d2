/** The mean log likelihood of a word's letter sequences: higher is more at home. */
export type LetterModel = (word: string) => number

/** How much a pair of letters seen before says about a triple that was not (interpolation, held out on the fixture's seeds). */
const share = { triple: 0.6, pair: 0.3, single: 0.1 }

/** Learns which letter follows which two, from a list of words; word beginnings and ends count as letters. */
export function letterModel(words: string[]): LetterModel {
  const counts = new Map<string, number>()
  const count = (letters: string) => counts.set(letters, (counts.get(letters) ?? 0) + 1)
  let total = 0
  for (const word of new Set(words)) {
    const padded = `  ${word} `
    for (let index = 2; index < padded.length; index++) {
      for (const length of [3, 2, 1]) count(padded.slice(index + 1 - length, index + 1))
      count(`${padded.slice(index - 2, index)}*`)
      count(`${padded.slice(index - 1, index)}*`)
      total++
    }
  }
  const seen = (letters: string) => counts.get(letters) ?? 0
  return (word) => {
    const padded = `  ${word} `
    let sum = 0
    for (let index = 2; index < padded.length; index++) {
      const triple = padded.slice(index - 2, index + 1)
      const afterTwo = seen(triple) / Math.max(1, seen(`${triple.slice(0, 2)}*`))
      const afterOne = seen(triple.slice(1)) / Math.max(1, seen(`${triple[1]}*`))
      const alone = (seen(triple[2]!) + 0.5) / (total + 14)
      sum += Math.log(share.triple * afterTwo + share.pair * afterOne + share.single * alone)
    }
    return sum / (padded.length - 2)
  }
}
