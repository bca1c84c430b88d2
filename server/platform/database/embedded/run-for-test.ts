import { startEmbedded } from './index.ts'
import { StartError } from './start-error.ts'

// A process of its own for the tests: starts the embedded database in the folder it is told, says so in JSON, and stops when told to.
const say = (word: object) => process.stdout.write(`${JSON.stringify(word)}\n`)
try {
  const database = await startEmbedded({ dataDir: process.argv[2]!, log: (line) => say({ log: line }) })
  say({ ready: database.connectionString, version: database.serverVersion })
  process.stdin.resume()
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)))
} catch (error) {
  say({
    refused: error instanceof StartError ? error.code : 'unexplained',
    message: (error as Error).message,
    hint: error instanceof StartError ? error.hint : '',
  })
  process.exit(1)
}
