import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What the data folder holds for the running installation alone: the cluster (backed up as tables), locks, logs, older backups. */
const leftOut = /^(postgres|lock|reserve$|running\.json|backups$)|\.log(\.\d+)?$|\.partial$/

/** Paths below the data folder, with `/`, of everything else: attachments, keys, whatever the product keeps there. */
export async function* listDataFiles(dataDir: string, below = ''): AsyncGenerator<string> {
  const entries = await readdir(join(dataDir, below), { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (below === '' && leftOut.test(entry.name)) continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* listDataFiles(dataDir, path)
    else if (entry.isFile()) yield path
  }
}
