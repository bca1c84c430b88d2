import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { ConfirmDialog } from '../../../../kit/components/confirm-dialog.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useSubmit } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'

/** 32 random bytes; the server wants at least 32 characters. */
const makeSecret = (): string => Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The secret by which the company's site signs who its logged-in customers are. Made here, stored sealed, shown this once. */
export function ChatIdentity({ inbox, onChange }: { inbox: Inbox; onChange(inbox: Inbox): void }) {
  const t = useT()
  const offline = useOfflineReason()
  const [secret, setSecret] = useState<string | null>(null)
  const [isAsking, setAsking] = useState(false)
  const hasSecret = inbox.secrets['identitySecret'] ?? false
  const submit = useSubmit(async () => {
    const made = makeSecret()
    onChange(await call('PATCH /inboxes/:id', { params: { id: inbox.id }, body: { settings: { identitySecret: made } } }))
    setSecret(made)
  })
  return (
    <Card title={t('setup.identity')}>
      <div className={style.stack}>
        <p>{t('setup.identity_intro')}</p>
        {secret ? (
          <ShownOnce label={t('setup.identity_secret')} secret={secret} />
        ) : (
          hasSecret && <p className={style.meta}>{t('setup.identity_there')}</p>
        )}
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button busy={submit.busy} disabledReason={offline} onClick={() => (hasSecret ? setAsking(true) : void submit.run())}>
            {hasSecret ? t('setup.identity_renew') : t('setup.identity_make')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('setup.identity_renew')}
        description={t('setup.identity_renew_warning')}
        confirmLabel={t('setup.identity_renew')}
        onConfirm={submit.run}
      />
    </Card>
  )
}
