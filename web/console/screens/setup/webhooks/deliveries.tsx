import { useState } from 'react'
import type { z } from 'zod'
import type { WebhookDelivery } from '../../../../../contract/api/tools.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip, type Tone } from '../../../../kit/components/chip.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { RelativeTime } from '../../../../kit/components/relative-time.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { type Column, Table } from '../../../../kit/components/table.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { useT, useWording } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import { MoreButton } from '../../pieces/more-button.tsx'
import style from '../../pieces/screen.module.css'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'

type Delivery = z.infer<typeof WebhookDelivery>
type Filter = 'all' | Delivery['state']

const tones: Record<Delivery['state'], Tone> = { waiting: 'info', delivered: 'success', dead: 'danger' }

/** What became of the events sent to an endpoint; the dead letters can be sent again. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const t = useT()
  const act = useAct()
  const [filter, setFilter] = useState<Filter>('all')
  const ask = (after?: string, signal?: AbortSignal) =>
    call(
      'GET /webhooks/:id/deliveries',
      { params: { id: endpointId }, query: { limit: 50, ...(filter === 'all' ? {} : { state: filter }), ...(after ? { after } : {}) } },
      signal ? { signal } : {},
    )
  const page = useLoad(`deliveries ${endpointId} ${filter}`, (signal) => ask(undefined, signal))
  const more = (after: string) =>
    act(async () => {
      const next = await ask(after)
      page.change((before) => ({ items: [...before.items, ...next.items], next: next.next }))
    })
  const columns = useColumns((after) =>
    page.change((before) => ({ ...before, items: before.items.map((one) => (one.id === after.id ? after : one)) })),
  )
  const choices = (['all', 'waiting', 'delivered', 'dead'] as const).map((value) => ({ value, label: t(`setup.delivery_${value}`) }))
  return (
    <Card
      title={t('setup.deliveries')}
      flush
      actions={
        <span className={style.actions}>
          <Select aria-label={t('setup.delivery_filter')} value={filter} onChange={(next) => setFilter(next)} choices={choices} />
          <Button size="compact" busy={page.isLoading} onClick={page.reload}>
            {t('setup.refresh')}
          </Button>
        </span>
      }
    >
      <Loaded of={page} rows={4}>
        {({ items, next }) => (
          <>
            <Table
              caption={t('setup.deliveries')}
              columns={columns}
              rows={items}
              keyOf={(delivery) => delivery.id}
              empty={
                <EmptyState
                  title={filter === 'dead' ? t('setup.deliveries_none_dead') : t('setup.deliveries_empty')}
                  action={
                    filter === 'all' ? (
                      <Button onClick={page.reload}>{t('form.check_again')}</Button>
                    ) : (
                      <Button onClick={() => setFilter('all')}>{t('setup.delivery_all')}</Button>
                    )
                  }
                />
              }
            />
            {next && <MoreButton onMore={() => more(next)} />}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function useColumns(onChange: (delivery: Delivery) => void): Column<Delivery>[] {
  const t = useT()
  const intl = useWording()
  return [
    { id: 'event', title: t('setup.delivery_event'), heads: true, render: (one) => one.eventName },
    { id: 'state', title: t('setup.delivery_state'), render: (one) => <Chip tone={tones[one.state]}>{t(`setup.delivery_${one.state}`)}</Chip> },
    { id: 'answer', title: t('setup.delivery_answer'), render: (one) => one.lastError ?? one.lastStatus ?? '–' },
    { id: 'attempts', title: t('setup.delivery_attempts'), numeric: true, render: (one) => intl.formatNumber(one.attempts) },
    { id: 'at', title: t('setup.delivery_at'), render: (one) => <RelativeTime at={one.createdAt} long /> },
    { id: 'next', title: t('setup.delivery_next'), render: (one) => (one.nextAttemptAt ? intl.formatTime(one.nextAttemptAt) : '–') },
    { id: 'replay', title: t('setup.replay'), render: (one) => <ReplayButton delivery={one} onChange={onChange} /> },
  ]
}

function ReplayButton({ delivery, onChange }: { delivery: Delivery; onChange(delivery: Delivery): void }) {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  const replay = async () => {
    setBusy(true)
    await act(async () => {
      onChange(await call('POST /webhook-deliveries/:id/replay', { params: { id: delivery.id } }))
      showToast({ message: t('setup.delivery_again') })
    })
    setBusy(false)
  }
  return (
    <Button
      size="compact"
      busy={isBusy}
      disabledReason={delivery.state === 'waiting' ? t('setup.delivery_is_waiting') : offline}
      onClick={() => void replay()}
    >
      {t('setup.replay')}
    </Button>
  )
}
