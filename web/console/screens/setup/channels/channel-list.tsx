import Plus from 'lucide-react/icons/plus'
import Radio from 'lucide-react/icons/radio'
import { useEffect } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { ChannelGlyph } from '../../../../kit/components/channel-glyph.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go, Link } from '../../../router.tsx'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { HealthChip, LastTimes, useFailureText } from './health.tsx'

const refreshMs = 10_000

/** Our addresses, how each of them is, and how to add one. */
export function ChannelList() {
  const t = useT()
  const may = useMay()
  const offline = useOfflineReason()
  const inboxes = useLoad('inboxes', async (signal) => (await call('GET /inboxes', {}, { signal })).items)
  const { reload } = inboxes
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), refreshMs)
    return () => clearInterval(timer)
  }, [reload])
  const add = (
    <Button
      icon={Plus}
      variant="primary"
      disabledReason={may('inbox.change') ? offline : t('form.not_allowed')}
      onClick={() => go('/setup/channels/add')}
    >
      {t('setup.channel_add')}
    </Button>
  )
  return (
    <SectionScreen title={t('setup.channels')} intro={t('setup.channels_intro')} actions={(inboxes.value?.length ?? 0) > 0 && add}>
      <Loaded of={inboxes} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={Radio} title={t('setup.channels_empty')} action={add}>
              {t('setup.channels_empty_hint')}
            </EmptyState>
          ) : (
            <Card flush>
              <ul className={style.rows}>
                {all.map((inbox) => (
                  <ChannelRow key={inbox.id} inbox={inbox} />
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
    </SectionScreen>
  )
}

function ChannelRow({ inbox }: { inbox: Inbox }) {
  const explain = useFailureText()
  const { why } = explain(inbox.health.reason)
  return (
    <li>
      <span className={style.main}>
        <span className={style.line}>
          <Link to={`/setup/channels/${inbox.id}`} className={style.name}>
            <UserText>{inbox.name}</UserText>
          </Link>
          <HealthChip state={inbox.health.state} />
        </span>
        <span className={style.line}>
          <ChannelGlyph channel={inbox.channel} />
          <span className={style.meta}>{inbox.address}</span>
        </span>
        {inbox.isEnabled && why && <span className={style.meta}>{why}</span>}
      </span>
      <LastTimes health={inbox.health} />
    </li>
  )
}
