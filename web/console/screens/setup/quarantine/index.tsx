import MailCheck from 'lucide-react/icons/mail-check'
import { useState } from 'react'
import type { Inbox, InboundEvent } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { RelativeTime } from '../../../../kit/components/relative-time.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { useT, useTOr } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go } from '../../../router.tsx'
import { Loaded } from '../../pieces/loaded.tsx'
import { MoreButton } from '../../pieces/more-button.tsx'
import style from '../../pieces/screen.module.css'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { RawView } from './raw-view.tsx'
import { useBytes } from './use-bytes.ts'

/** What came in and could not be read: why, its raw form, and another try. */
export function Quarantine() {
  const t = useT()
  const page = useLoad('quarantine', (signal) => call('GET /quarantine', { query: { limit: 50 } }, { signal }))
  const inboxes = useLoad('inboxes', async (signal) => (await call('GET /inboxes', {}, { signal })).items)
  const [viewed, setViewed] = useState<InboundEvent | null>(null)
  const act = useAct()
  const more = (after: string) =>
    act(async () => {
      const next = await call('GET /quarantine', { query: { limit: 50, after } })
      page.change((before) => ({ items: [...before.items, ...next.items], next: next.next }))
    })
  const changed = (event: InboundEvent) =>
    page.change((before) => ({
      ...before,
      items:
        event.state === 'quarantined'
          ? before.items.map((one) => (one.id === event.id ? event : one))
          : before.items.filter((one) => one.id !== event.id),
    }))
  return (
    <SectionScreen title={t('setup.quarantine')} intro={t('setup.quarantine_intro')}>
      <Loaded of={page} rows={4}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState icon={MailCheck} title={t('setup.quarantine_empty')} action={<Button onClick={page.reload}>{t('form.check_again')}</Button>}>
              {t('setup.quarantine_empty_hint')}
            </EmptyState>
          ) : (
            <Card flush>
              <ul className={style.rows}>
                {items.map((event) => (
                  <QuarantineRow
                    key={event.id}
                    event={event}
                    inbox={inboxes.value?.find((one) => one.id === event.inboxId)}
                    onView={() => setViewed(event)}
                    onChange={changed}
                  />
                ))}
              </ul>
              {next && <MoreButton onMore={() => more(next)} />}
            </Card>
          )
        }
      </Loaded>
      <RawView event={viewed} onClose={() => setViewed(null)} />
    </SectionScreen>
  )
}

const askAgainMs = 500
const mostQuestions = 20

/** It is put in line and read in a moment: asks until that has happened; after ten seconds what is known must do. */
async function outcomeOf(event: InboundEvent): Promise<InboundEvent> {
  let now = event
  for (let asked = 0; now.state === 'received' && asked < mostQuestions; asked++) {
    await new Promise((resolve) => setTimeout(resolve, askAgainMs))
    now = await call('GET /inbound-events/:id', { params: { id: event.id } })
  }
  return now
}

interface RowProps {
  event: InboundEvent
  inbox: Inbox | undefined
  onView(): void
  onChange(event: InboundEvent): void
}

function QuarantineRow({ event, inbox, onView, onChange }: RowProps) {
  const t = useT()
  const tOr = useTOr()
  const bytes = useBytes()
  const act = useAct()
  const may = useMay()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  const replay = async () => {
    setBusy(true)
    await act(async () => {
      const after = await outcomeOf(await call('POST /quarantine/:id/replay', { params: { id: event.id } }))
      onChange(after)
      if (after.state === 'quarantined') return void showToast({ tone: 'danger', message: t('setup.replay_failed') })
      const { conversationId } = after
      showToast({
        tone: 'success',
        message: t('setup.replayed'),
        ...(conversationId ? { action: { label: t('setup.open_conversation'), run: () => go(`/inbox/all/${conversationId}`) } } : {}),
      })
    })
    setBusy(false)
  }
  const reason = event.reason ?? t('setup.reason_unknown')
  return (
    <li>
      <span className={style.main}>
        <span className={style.name}>{tOr(`setup.quarantine_reason.${reason}`, reason)}</span>
        <span className={style.line}>
          {inbox && <Chip>{inbox.name}</Chip>}
          <span className={style.meta}>
            <RelativeTime at={event.receivedAt} long /> · {bytes(event.sizeBytes)}
          </span>
        </span>
      </span>
      <span className={style.actions}>
        <Button size="compact" onClick={onView}>
          {t('setup.view_raw')}
        </Button>
        <Button
          size="compact"
          busy={isBusy}
          disabledReason={may('quarantine.replay') ? offline : t('form.not_allowed')}
          onClick={() => void replay()}
        >
          {t('setup.replay')}
        </Button>
      </span>
    </li>
  )
}
