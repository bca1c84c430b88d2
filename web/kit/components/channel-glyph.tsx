import AtSign from 'lucide-react/icons/at-sign'
import Camera from 'lucide-react/icons/camera'
import ClipboardList from 'lucide-react/icons/clipboard-list'
import Code from 'lucide-react/icons/code'
import Mail from 'lucide-react/icons/mail'
import MessageCircle from 'lucide-react/icons/message-circle'
import MessageSquare from 'lucide-react/icons/message-square'
import MessagesSquare from 'lucide-react/icons/messages-square'
import Phone from 'lucide-react/icons/phone'
import Send from 'lucide-react/icons/send'
import Smartphone from 'lucide-react/icons/smartphone'
import Star from 'lucide-react/icons/star'
import { type MessageId, useT } from '../i18n.tsx'
import style from './channel-glyph.module.css'
import { Icon, type LucideIcon } from './icon.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

const known = {
  email: { icon: Mail, word: 'channel.email' },
  chat: { icon: MessageSquare, word: 'channel.chat' },
  whatsapp: { icon: MessageCircle, word: 'channel.whatsapp' },
  sms: { icon: Smartphone, word: 'channel.sms' },
  call: { icon: Phone, word: 'channel.call' },
  telegram: { icon: Send, word: 'channel.telegram' },
  instagram: { icon: Camera, word: 'channel.instagram' },
  messenger: { icon: MessagesSquare, word: 'channel.messenger' },
  mention: { icon: AtSign, word: 'channel.mention' },
  review: { icon: Star, word: 'channel.review' },
  form: { icon: ClipboardList, word: 'channel.form' },
  api: { icon: Code, word: 'channel.api' },
} as const satisfies Record<string, { icon: LucideIcon; word: MessageId }>
export type ChannelName = keyof typeof known

/** The picture and word of a channel. Unknown channels (a newer server) show their own name. */
export function useChannel(channel: string): { icon: LucideIcon; word: string } {
  const t = useT()
  const found = Object.hasOwn(known, channel) ? known[channel as ChannelName] : undefined
  return found ? { icon: found.icon, word: t(found.word) } : { icon: MessageSquare, word: channel }
}

/** A channel in one colour: picture and word, or picture alone where the word stands nearby (`iconOnly`, still read aloud). */
export function ChannelGlyph({ channel, iconOnly = false }: { channel: string; iconOnly?: boolean }) {
  const { icon, word } = useChannel(channel)
  return (
    <span className={style.channel} title={iconOnly ? word : undefined}>
      <Icon icon={icon} className={style.icon} />
      {iconOnly ? <VisuallyHidden>{word}</VisuallyHidden> : word}
    </span>
  )
}
