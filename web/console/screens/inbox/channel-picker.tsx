import type { Conversation } from '../../../../contract/conversation.ts'
import type { ReplyRoute } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { useChannel } from '../../../kit/components/channel-glyph.tsx'
import { Menu, type MenuItem } from '../../../kit/components/menu.tsx'
import { useT, useTOr, type Translate, useWording } from '../../../kit/i18n.tsx'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { replyRoutes } from '../../store/contacts.ts'
import { changeDraft, useDraft } from '../../store/drafts.ts'
import { useSurface } from '../../store/ui.ts'

/** Shift+R: by which way the answer goes. Each way says whether it reaches the customer, and why not. */
export function ChannelPicker({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const tOr = useTOr()
  const intl = useWording()
  const surface = useSurface('channel')
  const { id } = conversation
  const routes = replyRoutes.use(id).value ?? []
  const { inboxId, identityId } = useDraft(id, 'reply')
  const chosen =
    routes.find((one) => one.inboxId === inboxId && (!identityId || one.identityId === identityId)) ??
    routes.find((one) => one.isReachable) ??
    routes[0]
  const channel = chosen?.channel ?? conversation.last?.channel ?? conversation.channels.at(-1) ?? ''
  const { icon, word } = useChannel(channel)
  const words = (route: ReplyRoute) => {
    const said = tOr(route.reason, route.isReachable ? t('reach.ok') : route.reason)
    const when = route.lastInboundAt && intl.formatDate(route.lastInboundAt, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
    return [said, when && t('composer.last_wrote', { when })].filter(Boolean).join(' · ')
  }
  const items: MenuItem[] = routes.map((route) => ({
    id: `${route.inboxId} ${route.identityId}`,
    label: [channelWord(route.channel, t), route.address, route.inboxName].filter(Boolean).join(' · '),
    hint: words(route),
    checked: route === chosen,
    disabled: !route.isReachable,
    onSelect: () => changeDraft(id, 'reply', { inboxId: route.inboxId, identityId: route.identityId }),
  }))
  if (routes.length === 0) return null
  return (
    <Menu
      {...surface}
      align="end"
      side="top"
      items={items}
      trigger={
        <Button variant="quiet" size="compact" icon={icon} iconEnd={ChevronDown} keys="shift+r" title={chosen ? words(chosen) : undefined}>
          {t('composer.via', { channel: word })}
        </Button>
      }
    />
  )
}

const channelWord = (channel: ReplyRoute['channel'], t: Translate) => t(`channel.${channel}`)
