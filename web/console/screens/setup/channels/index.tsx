import { AddApi } from './add-api.tsx'
import { AddChannel } from './add-channel.tsx'
import { AddChat } from './add-chat.tsx'
import { AddEmail } from './add-email.tsx'
import { ChannelList } from './channel-list.tsx'
import { ChannelPage } from './channel-page.tsx'

/** `/setup/channels`, `/setup/channels/add/:kind?`, `/setup/channels/:id`. */
export function Channels({ part, more }: { part: string; more: string }) {
  if (part === '') return <ChannelList />
  if (part !== 'add') return <ChannelPage key={part} id={part} />
  if (more === 'chat') return <AddChat />
  if (more === 'email') return <AddEmail />
  if (more === 'api') return <AddApi />
  return <AddChannel />
}
