import { once } from 'node:events'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { indexText, romanKey } from '../../server/modules/search/text/index.ts'
import { contactKey } from '../../server/modules/search/index-contacts.ts'
import { makeVocabulary, randomNumbers, type Vocabulary } from './words.ts'

export interface Corpus {
  english: Vocabulary
  hindi: Vocabulary
  /** Order numbers that were written. */
  orderNumbers: string[]
}

const startMs = Date.parse('2026-01-01T00:00:00Z')
const stepMs = 15_000
const perConversation = 8
const perContact = 25

/** Ids that sort like UUIDv7 and can be made from a number again. */
const idOf = (kind: number, number: number) => `0190${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
const iso = (message: number) => new Date(startMs + message * stepMs).toISOString()

/**
 * Fills one workspace with `size` messages, three English to one Hindi, of about 700 bytes, with conversations, contacts, and the search tables as the product
 * would have written them: the documents' words are put together from parts, and `checkSample` proves that they are what the product's own functions give.
 */
export async function loadCorpus(connectionString: string, workspaceId: string, size: number, say: (line: string) => void): Promise<Corpus> {
  const [client, second] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })]
  await Promise.all([client.connect(), second.connect()])
  try {
    return await load(client, second, workspaceId, size, say)
  } finally {
    await Promise.all([client.end(), second.end()])
  }
}

async function load(client: pg.Client, second: pg.Client, workspaceId: string, size: number, say: (line: string) => void): Promise<Corpus> {
  const random = randomNumbers(42)
  const scale = Math.max(0.05, size / 1_000_000)
  const english = makeVocabulary('latin', Math.round(200_000 * scale), random)
  const hindi = makeVocabulary('devanagari', Math.round(80_000 * scale), random)
  const tables = ['messages', 'conversations', 'contacts', 'search_documents', 'search_words', 'search_contacts']
  // The rows are consistent by construction: checking millions of foreign keys would be most of the time.
  for (const each of [client, second]) await each.query(`set session_replication_role = replica; set maintenance_work_mem = '1GB'`)
  const indexes = await dropIndexes(client, tables)
  const copied = async (text: string, lines: Generator<string>) => {
    const stream = client.query(copyFrom(text))
    for (const chunk of chunks(lines)) if (!stream.write(chunk)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  }
  const ws = workspaceId
  const contacts = Math.ceil(size / perContact)
  await copied(
    'copy contacts (workspace_id, id, name) from stdin',
    rowsOf(contacts, (at) => `${ws}\t${idOf(1, at)}\t${nameOf(english, at)}\n`),
  )
  await copied(
    'copy search_contacts (workspace_id, contact_id, key) from stdin',
    rowsOf(
      contacts,
      (at) => `${ws}\t${idOf(1, at)}\t${contactKey({ name: nameOf(english, at), company: null, addresses: [`person${at}@example.org`] })}\n`,
    ),
  )
  await copied(
    'copy conversations (workspace_id, id, number, contact_id, last_message_at, last_message_id, last_direction) from stdin',
    rowsOf(
      Math.ceil(size / perConversation),
      (at) => `${ws}\t${idOf(2, at)}\t${at + 1}\t${contactOf(at)}\t${iso(at * perConversation)}\t${idOf(3, at * perConversation)}\tin\n`,
    ),
  )
  const vocabulary = [...english.words, ...hindi.words]
  await copied(
    'copy search_words (workspace_id, word, roman_key) from stdin',
    rowsOf(vocabulary.length, (at) => `${ws}\t${vocabulary[at]}\t${romanKey(vocabulary[at]!)}\n`),
  )
  say('contacts, conversations, vocabulary')
  const orderNumbers: string[] = []
  const messages = client.query(
    copyFrom('copy messages (workspace_id, id, conversation_id, kind, direction, author_kind, text, created_at) from stdin'),
  )
  const documents = second.query(copyFrom('copy search_documents (workspace_id, message_id, conversation_id, contact_id, at, words_key) from stdin'))
  for (let from = 0; from < size; from += 500) {
    let [lines, vectors] = ['', '']
    for (let at = from; at < Math.min(size, from + 500); at++) {
      const message = writeMessage(at, random, english, hindi, orderNumbers)
      const conversation = Math.floor(at / perConversation)
      lines += `${ws}\t${idOf(3, at)}\t${idOf(2, conversation)}\tmessage\tin\tcontact\t${textOf(message)}\t${iso(at)}\n`
      vectors += `${ws}\t${idOf(3, at)}\t${idOf(2, conversation)}\t${contactOf(conversation)}\t${iso(at)}\t${vectorOf(message)}\n`
    }
    const full = [
      [messages, lines],
      [documents, vectors],
    ] as const
    await Promise.all(full.map(([stream, chunk]) => (stream.write(chunk) ? null : once(stream, 'drain'))))
  }
  await Promise.all([messages, documents].map((stream) => once(stream.end(), 'finish')))
  say('messages, documents')
  for (const { name, definition } of indexes) {
    await client.query(definition)
    if (/gin/.test(definition)) say(`index ${name}`)
  }
  await client.query(`vacuum (analyze) ${tables.join(', ')}`)
  say('vacuum, analyze')
  await checkSample(client, workspaceId, size)
  return { english, hindi, orderNumbers }
}

/** What the product would index these messages under, against what was loaded. */
async function checkSample(client: pg.Client, workspaceId: string, size: number): Promise<void> {
  const ids = Array.from({ length: 50 }, (_, at) => idOf(3, Math.floor((at * size) / 50)))
  const { rows } = await client.query<{ text: string; words: string }>(
    `select m.text, d.words_key::text as words from messages m join search_documents d on d.workspace_id = m.workspace_id and d.message_id = m.id where m.workspace_id = $1 and m.id = any($2)`,
    [workspaceId, ids],
  )
  for (const { text, words } of rows) {
    const wanted = (await client.query<{ words: string }>(`select to_tsvector('simple', $1)::text as words`, [indexText(text)])).rows[0]!.words
    if (words !== wanted) throw new Error(`the corpus is not indexed as the product would:\n${text}\n${words}\n${wanted}`)
  }
  if (rows.length !== 50) throw new Error('the corpus is not all there')
}

interface Message {
  vocabulary: Vocabulary
  ranks: number[]
  orderNumber: string | null
}

function writeMessage(at: number, random: () => number, english: Vocabulary, hindi: Vocabulary, orderNumbers: string[]): Message {
  const vocabulary = random() < 0.75 ? english : hindi
  const length = 30 + Math.floor(random() * random() * 260)
  const ranks = Array.from({ length }, vocabulary.draw)
  const orderNumber = at % 10 === 0 ? `LT-${100_000 + at}` : null
  if (orderNumber) orderNumbers.push(orderNumber)
  return { vocabulary, ranks, orderNumber }
}

const textOf = ({ vocabulary, ranks, orderNumber }: Message) =>
  ranks.map((rank) => vocabulary.words[rank]).join(' ') + (orderNumber ? ` ${orderNumber}` : '')

/** `to_tsvector('simple', indexText(text))` as text: the words with their places, then the sounds. A word keeps at most 256 places (textsearch limits). */
function vectorOf({ vocabulary, ranks, orderNumber }: Message): string {
  const places = new Map<string, string>()
  let place = 0
  const add = (word: string) => {
    place++
    const known = places.get(word)
    places.set(word, known === undefined ? String(place) : `${known},${place}`)
  }
  const sounds = new Set<string>()
  for (const rank of ranks) {
    add(vocabulary.words[rank]!)
    if (vocabulary.sounds[rank]) sounds.add(vocabulary.sounds[rank])
  }
  if (orderNumber) {
    for (const form of ['lt', orderNumber.slice(3), `lt${orderNumber.slice(3)}`]) add(form)
    sounds.add('lt')
  }
  for (const sound of sounds) add(`þ${sound}`)
  let vector = ''
  for (const [word, at] of places) vector += `'${word}':${at} `
  return vector
}

const contactOf = (conversation: number) => idOf(1, Math.floor((conversation * perConversation) / perContact))
const nameOf = (vocabulary: Vocabulary, at: number) =>
  `${vocabulary.words[(at * 7) % vocabulary.words.length]} ${vocabulary.words[(at * 13 + 5) % vocabulary.words.length]}`

function* rowsOf(count: number, row: (at: number) => string): Generator<string> {
  for (let at = 0; at < count; at++) yield row(at)
}

function* chunks(lines: Generator<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length < 256 * 1024) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}

/** Takes away all indexes but those of constraints and says how to make them again. */
async function dropIndexes(client: pg.Client, tables: string[]): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows
}
