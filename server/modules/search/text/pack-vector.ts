import { soundsOfKey } from './roman-key.ts'

/** PostgreSQL keeps no higher position, and no more of one word (src/include/tsearch/ts_type.h: MAXENTRYPOS, MAXNUMPOS). */
const lastPosition = 16_383
const mostPositions = 255

/** Marks a sound key among the words: a letter to PostgreSQL's parser, and one that `fold` leaves in no word. */
export const soundMark = 'þ'

/** Words that PostgreSQL's parser takes whole: of Latin letters and digits, or of one of our Indic scripts. Others it may cut, in ways of its own. */
const word = '(?:[a-z0-9à-öø-ɏ]{1,500}|[[\\u0900-\\u0d7f]&&\\p{L}][[\\u0900-\\u0d7f]&&[\\p{L}\\p{M}]]{0,500})'
const isTakenWhole = new RegExp(`^${word}(?: ${word})*$`, 'v')
const isPlain = /^[a-z0-9 ]*$/

/**
 * What `to_tsvector('simple', indexOfKey(key))` makes of a `searchKey`, in the binary form that PostgreSQL receives (src/backend/utils/adt/tsvector.c,
 * tsvectorrecv): the words are cut and folded already, and PostgreSQL's parser, or reading the vector as text, would take longer than all the rest of storing them.
 * Null for texts that are left to the parser.
 */
export function packVector(key: string): Buffer | null {
  if (key === '' || (!isPlain.test(key) && !isTakenWhole.test(key))) return null
  const places = new Map<string, number[]>()
  let place = 0
  const add = (form: string) => {
    if (place < lastPosition) place++
    const held = places.get(form)
    if (!held) places.set(form, [place])
    else if (held.length < mostPositions && held.at(-1) !== place) held.push(place)
  }
  for (const form of key.split(' ')) add(form)
  for (const sound of soundsOfKey(key)) add(soundMark + sound)
  return pack(places)
}

/** Each word ends with a zero byte; then come how many places it has, and the places. PostgreSQL sorts the words. */
function pack(places: Map<string, number[]>): Buffer {
  let size = 4
  for (const [form, held] of places) size += form.length * 3 + 3 + held.length * 2
  const packed = Buffer.allocUnsafe(size)
  let at = packed.writeInt32BE(places.size, 0)
  const short = (value: number) => {
    packed[at++] = value >> 8
    packed[at++] = value
  }
  for (const [form, held] of places) {
    at = writeForm(packed, form, at)
    packed[at++] = 0
    short(held.length)
    for (const one of held) short(one)
  }
  return packed.subarray(0, at)
}

/** Most forms are a few ASCII letters, for which a call of `Buffer.write` costs ten times the loop. */
function writeForm(packed: Buffer, form: string, from: number): number {
  let at = from
  for (let index = 0; index < form.length; index++) {
    const code = form.charCodeAt(index)
    if (code < 0x80) packed[at++] = code
    else if (code < 0x800) {
      packed[at++] = 0xc0 | (code >> 6)
      packed[at++] = 0x80 | (code & 0x3f)
    } else return from + packed.write(form, from, 'utf8')
  }
  return at
}
