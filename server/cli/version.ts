import { version } from '../platform/settings.ts'
import type { Command } from './command.ts'

export const versionCommand: Command = {
  summary: 'Print the version of Samvad and of Node.',
  usage: [''],
  async run() {
    console.log(`samvad ${version} (Node ${process.versions.node}, ${process.platform} ${process.arch})`)
    return 0
  },
}
