import type { MessageId } from '../../kit/i18n.tsx'

/** Keys that the composer itself reads, for the shortcut sheet. They act only inside it. */
export const composerKeys: { keys: string; label: MessageId }[] = [
  { keys: 'mod+enter', label: 'composer.send' },
  { keys: 'mod+shift+enter', label: 'composer.send_resolve' },
  { keys: '/', label: 'composer.saved_reply' },
  { keys: '@', label: 'composer.mention' },
  { keys: 'escape', label: 'composer.leave' },
]
