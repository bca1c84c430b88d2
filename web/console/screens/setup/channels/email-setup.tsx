import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { looksLikeEmail } from '../../entry/fields.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { DiscoveryNews } from './discovery-news.tsx'
import { LiveTest } from './live-test.tsx'
import { MoreMailFields, ServerFields } from './mail-fields.tsx'
import { emptyMailForm, formOfInbox, isPort, settingsOfForm, withCandidate } from './mail-form.ts'
import { OauthButton } from './oauth-button.tsx'
import { useChannelTest } from './use-channel-test.ts'
import { useDiscovery } from './use-discovery.ts'

interface EmailSetupProps {
  /** Null while it is being added; saved at the first test. */
  inbox: Inbox | null
  onSaved(inbox: Inbox): void
  /** After the first green test. */
  onDone?(): void
}

/** An e-mail channel: two fields, servers found by themselves, and the test that saves. */
export function EmailSetup({ inbox, onSaved, onDone }: EmailSetupProps) {
  const t = useT()
  const offline = useOfflineReason()
  const [form, setForm] = useState(() => (inbox ? formOfInbox(inbox) : emptyMailForm))
  const [isTried, setTried] = useState(false)
  const test = useChannelTest()
  const discovery = useDiscovery(form.address, form.address.trim() !== (inbox?.address ?? ''), (found) =>
    setForm((before) => withCandidate(before, found)),
  )
  const isAddress = looksLikeEmail(form.address)
  const isReady = isAddress && isPort(form.imap.port) && isPort(form.smtp.port)

  async function save(): Promise<Inbox> {
    const address = form.address.trim()
    const settings = settingsOfForm(form)
    const saved = inbox
      ? await call('PATCH /inboxes/:id', { params: { id: inbox.id }, body: { address, settings } })
      : await call('POST /inboxes', { body: { name: address, connector: 'email', address, settings: withoutNulls(settings) } })
    onSaved(saved)
    return saved
  }
  const submit = useSubmit(async () => {
    setTried(true)
    if (isReady) await test.run(async () => (await save()).id)
  })
  const oauth = discovery.candidates[0]?.oauth ?? (inbox?.settings['oauthProvider'] as 'google' | 'microsoft' | undefined) ?? null
  return (
    <Card title={t('setup.mail_servers')}>
      <form className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <div className={style.grid}>
          <FormField label={t('setup.mail_address')} error={isTried && !isAddress ? t('form.email_wrong') : undefined}>
            <TextField
              type="email"
              inputMode="email"
              value={form.address}
              onChange={(address) => setForm({ ...form, address })}
              placeholder="help@shop.in"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </FormField>
          <FormField label={t('setup.mail_password')} hint={inbox?.secrets['password'] ? t('setup.secret_kept') : t('setup.mail_password_hint')}>
            <TextField type="password" value={form.password} onChange={(password) => setForm({ ...form, password })} autoComplete="off" />
          </FormField>
        </div>
        <DiscoveryNews discovery={discovery} onChoose={(candidate) => setForm(withCandidate(form, candidate))} />
        {oauth && isAddress && <OauthButton provider={oauth} inbox={inbox} save={save} onSignedIn={(id) => test.run(async () => id)} />}
        <details className={style.more} open={discovery.state === 'nothing' || discovery.state === 'failed' || undefined}>
          <summary>{discovery.state === 'found' ? t('setup.servers_found') : t('setup.servers')}</summary>
          <ServerFields form={form} onChange={setForm} />
        </details>
        <details className={style.more}>
          <summary>{t('setup.more')}</summary>
          <MoreMailFields form={form} onChange={setForm} />
        </details>
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button type="submit" variant={test.isGreen && onDone ? 'secondary' : 'primary'} busy={submit.busy} disabledReason={offline}>
            {inbox && !test.steps ? t('setup.save_and_test') : test.steps && !test.isRunning ? t('form.check_again') : t('setup.test')}
          </Button>
          {test.isGreen && onDone && (
            <Button variant="primary" onClick={onDone}>
              {t('setup.done')}
            </Button>
          )}
        </div>
        {test.steps && <LiveTest steps={test.steps} />}
        {test.isGreen && <Banner tone="success">{t('setup.mail_works')}</Banner>}
      </form>
    </Card>
  )
}

const withoutNulls = (settings: Record<string, unknown>) => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
