import { useEffect, useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { ChannelGlyph } from '../../../../kit/components/channel-glyph.tsx'
import { ConfirmDialog } from '../../../../kit/components/confirm-dialog.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go } from '../../../router.tsx'
import { Loaded } from '../../pieces/loaded.tsx'
import { Screen } from '../../pieces/screen.tsx'
import style from '../../pieces/screen.module.css'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { ChannelBasics } from './channel-basics.tsx'
import { ChatConnect } from './chat-connect.tsx'
import { ChatIdentity } from './chat-identity.tsx'
import { ChatLook } from './chat-look.tsx'
import { EmailSetup } from './email-setup.tsx'
import { HealthChip, LastTimes, useFailureText } from './health.tsx'
import { IngestKey } from './ingest-key.tsx'

const refreshMs = 5_000

/** One channel: how it is, how to connect it, its settings, off and away. */
export function ChannelPage({ id }: { id: string }) {
  const t = useT()
  const inbox = useLoad(`inbox ${id}`, (signal) => call('GET /inboxes/:id', { params: { id } }, { signal }))
  const { reload } = inbox
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), refreshMs)
    return () => clearInterval(timer)
  }, [reload])
  return (
    <Screen title={<UserText>{inbox.value?.name ?? t('setup.channels')}</UserText>} back={{ to: '/setup/channels', label: t('setup.channels') }}>
      <Loaded of={inbox}>{(value) => <Inside inbox={value} onChange={inbox.change} />}</Loaded>
    </Screen>
  )
}

function Inside({ inbox, onChange }: { inbox: Inbox; onChange(inbox: Inbox): void }) {
  const t = useT()
  const may = useMay()
  return (
    <>
      <State inbox={inbox} onChange={onChange} mayChange={may('inbox.change')} />
      {!may('inbox.change') && <Banner tone="info">{t('setup.read_only')}</Banner>}
      {may('inbox.change') && (
        <>
          {inbox.connector === 'web-chat' && <ChatConnect inbox={inbox} />}
          {inbox.connector === 'email' && <EmailSetup inbox={inbox} onSaved={onChange} />}
          <ChannelBasics inbox={inbox} onChange={onChange} />
          {inbox.connector === 'web-chat' && <ChatLook inbox={inbox} onChange={onChange} />}
          {inbox.connector === 'web-chat' && <ChatIdentity inbox={inbox} onChange={onChange} />}
          {inbox.connector !== 'web-chat' && <IngestKey inbox={inbox} />}
          <RemoveCard inbox={inbox} />
        </>
      )}
    </>
  )
}

function State({ inbox, onChange, mayChange }: { inbox: Inbox; onChange(inbox: Inbox): void; mayChange: boolean }) {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const explain = useFailureText()
  const { why, fix } = explain(inbox.health.reason)
  const [isBusy, setBusy] = useState(false)
  const turn = async () => {
    setBusy(true)
    await act(async () => onChange(await call('PATCH /inboxes/:id', { params: { id: inbox.id }, body: { isEnabled: !inbox.isEnabled } })))
    setBusy(false)
  }
  return (
    <Card>
      <div className={style.stack}>
        <div className={style.line}>
          <ChannelGlyph channel={inbox.channel} />
          <span>{inbox.address}</span>
          <HealthChip state={inbox.health.state} />
        </div>
        {inbox.isEnabled && why && (
          <Banner tone={inbox.health.state === 'needs_attention' ? 'danger' : 'info'} title={why}>
            {fix}
          </Banner>
        )}
        <LastTimes health={inbox.health} />
        {mayChange && (
          <div className={style.actions}>
            <Button busy={isBusy} disabledReason={offline} onClick={() => void turn()}>
              {inbox.isEnabled ? t('setup.switch_off') : t('setup.switch_on')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}

function RemoveCard({ inbox }: { inbox: Inbox }) {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={t('setup.channel_remove')}>
      <div className={style.stack}>
        <p>{t('setup.channel_remove_hint')}</p>
        <div className={style.actions}>
          <Button disabledReason={offline} onClick={() => setOpen(true)}>
            {t('setup.channel_remove')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t('setup.channel_remove')}
        description={t('setup.channel_remove_warning', { name: inbox.name })}
        confirmLabel={t('setup.channel_remove')}
        typeToConfirm={inbox.name}
        onConfirm={async () => {
          await act(async () => {
            await call('DELETE /inboxes/:id', { params: { id: inbox.id } })
            showToast({ message: t('setup.channel_removed', { name: inbox.name }) })
            go('/setup/channels', { replace: true })
          })
        }}
      />
    </Card>
  )
}
