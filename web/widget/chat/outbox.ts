import { boot } from './boot.ts'
import type { Outgoing } from './store.ts'

const memory = new Map<string, Outgoing>()
let opened: Promise<IDBDatabase | null> | null = null

/** null where the browser refuses: then words live as long as the page. */
const open = (): Promise<IDBDatabase | null> =>
  (opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(`samvad-${boot.key}`, 1)
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore('outbox', { keyPath: 'clientKey' }))
      request.addEventListener('success', () => resolve(request.result))
      for (const failure of ['error', 'blocked']) request.addEventListener(failure, () => resolve(null))
    } catch {
      resolve(null)
    }
  }))

async function run<Value>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value | null> {
  const database = await open()
  if (!database) return null
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction('outbox', mode)
      const request = ask(transaction.objectStore('outbox'))
      transaction.addEventListener('complete', () => resolve(request.result))
      for (const failure of ['error', 'abort']) transaction.addEventListener(failure, () => resolve(null))
    } catch {
      resolve(null)
    }
  })
}

/** What was written and is not yet with the server, oldest first; it survives a reload. */
export const outbox = {
  async all(): Promise<Outgoing[]> {
    const stored = (await run<Outgoing[]>('readonly', (store) => store.getAll())) ?? []
    const byKey = new Map([...stored, ...memory.values()].map((one) => [one.clientKey, one]))
    return [...byKey.values()].sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1))
  },
  async put(one: Outgoing): Promise<void> {
    memory.set(one.clientKey, one)
    if ((await run('readwrite', (store) => store.put(one))) !== null) memory.delete(one.clientKey)
  },
  async remove(clientKey: string): Promise<void> {
    memory.delete(clientKey)
    await run('readwrite', (store) => store.delete(clientKey) as IDBRequest<undefined>)
  },
}
