/** What must survive a reload or a crash, in IndexedDB. Where that is forbidden everything still works, until the page closes. */
export type Room = 'drafts' | 'outbox'
const rooms: Room[] = ['drafts', 'outbox']
let opening: Promise<IDBDatabase | null> | null = null

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open('samvad', 1)
      request.addEventListener('upgradeneeded', () => rooms.forEach((room) => request.result.createObjectStore(room)))
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => resolve(null))
      request.addEventListener('blocked', () => resolve(null))
    } catch {
      resolve(null)
    }
  })
  return opening
}

async function run<T>(room: Room, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const database = await open()
  if (!database) return null
  return new Promise((resolve) => {
    try {
      const request = ask(database.transaction(room, mode).objectStore(room))
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => resolve(null))
    } catch {
      resolve(null)
    }
  })
}

/** Keeps a value; resolves when it is on the disk, or could not be. */
export const keep = async (room: Room, key: string, value: unknown): Promise<void> =>
  void (await run(room, 'readwrite', (store) => store.put(value, key)))
export const recall = <V>(room: Room, key: string): Promise<V | null> => run<V>(room, 'readonly', (store) => store.get(key))
export const forget = async (room: Room, key: string): Promise<void> => void (await run(room, 'readwrite', (store) => store.delete(key)))
/** All values whose key begins so. */
export const recallAll = async <V>(room: Room, prefix: string): Promise<V[]> =>
  (await run<V[]>(room, 'readonly', (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))) ?? []
