import type { Command } from './command.ts'

/** Every command, in the order of the help text. Each is loaded only when it is called: `samvad version` needs no database driver. */
export const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  'create-owner': async () => (await import('./create-owner.ts')).createOwnerCommand,
  token: async () => (await import('./token.ts')).tokenCommand,
  'import-mail': async () => (await import('./import-mail.ts')).importMail,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  doctor: async () => (await import('./doctor.ts')).doctor,
  version: async () => (await import('./version.ts')).versionCommand,
}
