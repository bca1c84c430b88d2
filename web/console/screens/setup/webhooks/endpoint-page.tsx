import { useState } from 'react'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { ConfirmDialog } from '../../../../kit/components/confirm-dialog.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { LinkButton } from '../../../../kit/components/link-button.tsx'
import { Switch } from '../../../../kit/components/switch.tsx'
import { useT, useTOr } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go } from '../../../router.tsx'
import { Loaded } from '../../pieces/loaded.tsx'
import { Screen } from '../../pieces/screen.tsx'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { Deliveries } from './deliveries.tsx'
import { type Endpoint, EndpointDialog } from './endpoint-dialog.tsx'

/** One endpoint: on or off, its events, its secret, and what became of every delivery. */
export function EndpointPage({ id }: { id: string }) {
  const t = useT()
  const endpoint = useLoad(
    `webhook ${id}`,
    async (signal) => (await call('GET /webhooks', {}, { signal })).items.find((one) => one.id === id) ?? null,
  )
  return (
    <Screen title={endpoint.value?.url ?? t('setup.webhooks')} back={{ to: '/setup/webhooks', label: t('setup.webhooks') }} wide>
      <Loaded of={endpoint}>
        {(found) =>
          found ? (
            <>
              <EndpointCard endpoint={found} onChange={endpoint.change} />
              <Deliveries endpointId={found.id} />
            </>
          ) : (
            <EmptyState title={t('setup.webhook_gone')} action={<LinkButton href="/setup/webhooks">{t('setup.webhooks')}</LinkButton>} />
          )
        }
      </Loaded>
    </Screen>
  )
}

function EndpointCard({ endpoint, onChange }: { endpoint: Endpoint; onChange(endpoint: Endpoint): void }) {
  const t = useT()
  const tOr = useTOr()
  const act = useAct()
  const offline = useOfflineReason()
  const [open, setOpen] = useState<'edit' | 'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const params = { id: endpoint.id }
  const close = () => setOpen(null)
  const setEnabled = (isEnabled: boolean) => void act(async () => onChange(await call('PATCH /webhooks/:id', { params, body: { isEnabled } })))
  return (
    <Card>
      <div className={style.stack}>
        {endpoint.disabledReason && (
          <Banner tone="danger" title={t('setup.webhook_disabled')}>
            {tOr(`setup.webhook_disabled.${endpoint.disabledReason}`, endpoint.disabledReason)}
          </Banner>
        )}
        <Switch label={t('setup.webhook_on')} checked={endpoint.isEnabled} disabled={offline !== undefined} onChange={setEnabled} />
        <p className={style.meta}>{endpoint.events.length === 0 ? t('setup.all_events') : endpoint.events.join(', ')}</p>
        <div className={style.actions}>
          <Button disabledReason={offline} onClick={() => setOpen('edit')}>
            {t('form.edit')}
          </Button>
          <Button disabledReason={offline} onClick={() => setOpen('rotate')}>
            {t('setup.secret_rotate')}
          </Button>
          <Button variant="quiet" disabledReason={offline} onClick={() => setOpen('remove')}>
            {t('kit.remove')}
          </Button>
        </div>
      </div>
      {open === 'edit' && <EndpointDialog endpoint={endpoint} onClose={close} onSaved={onChange} />}
      <ConfirmDialog
        open={open === 'rotate'}
        onOpenChange={close}
        title={t('setup.secret_rotate')}
        description={t('setup.secret_rotate_warning')}
        confirmLabel={t('setup.secret_rotate')}
        onConfirm={async () => void (await act(async () => setSecret((await call('POST /webhooks/:id/rotate-secret', { params })).secret)))}
      />
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={close}
        title={t('setup.webhook_remove')}
        description={t('setup.webhook_remove_warning')}
        confirmLabel={t('kit.remove')}
        onConfirm={async () => {
          await act(async () => {
            await call('DELETE /webhooks/:id', { params })
            go('/setup/webhooks', { replace: true })
          })
        }}
      />
      <Dialog open={secret !== null} onOpenChange={(isOpen) => !isOpen && setSecret(null)} title={t('setup.webhook_secret')} size="medium">
        <ShownOnce label={t('setup.webhook_secret')} secret={secret ?? ''} />
      </Dialog>
    </Card>
  )
}
