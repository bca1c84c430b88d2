import BadgeCheck from 'lucide-react/icons/badge-check'
import { useState } from 'react'
import type { Contact, Identity } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import style from '../pieces/screen.module.css'
import { useSubmit } from '../pieces/use-act.ts'
import { useMay } from '../pieces/use-may.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import own from './customers.module.css'

/** The addresses of a person, each with why we believe that it is theirs. */
export function Identities({ contact, onAdded }: { contact: Contact; onAdded(): void }) {
  const t = useT()
  const may = useMay()
  const offline = useOfflineReason()
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button size="compact" variant="quiet" disabledReason={may('contact.change') ? offline : t('form.not_allowed')} onClick={() => setAdding(true)}>
      {t('customers.identity_add')}
    </Button>
  )
  return (
    <Card title={t('customers.identities')} actions={contact.identities.length > 0 && add}>
      {contact.identities.length === 0 ? (
        <EmptyState title={t('customers.identities_empty')} action={add} />
      ) : (
        <ul className={style.rows}>
          {contact.identities.map((identity) => (
            <IdentityRow key={identity.id} identity={identity} />
          ))}
        </ul>
      )}
      {isAdding && <AddIdentity contactId={contact.id} onClose={() => setAdding(false)} onAdded={onAdded} />}
    </Card>
  )
}

function IdentityRow({ identity }: { identity: Identity }) {
  const t = useT()
  const intl = useWording()
  return (
    <li>
      <span className={style.main}>
        <span className={style.meta}>{t(`customers.kind_${identity.kind}`)}</span>
        <span className={own.address}>{identity.address}</span>
        {identity.verifiedAt && (
          <span>
            <Chip tone="success" icon={BadgeCheck}>
              {t('customers.verified')}
            </Chip>
          </span>
        )}
        {identity.evidence.map((evidence) => (
          <span key={`${evidence.kind} ${evidence.at}`} className={style.meta}>
            {t(`customers.evidence_${evidence.kind}`, {
              date: intl.formatDate(evidence.at, { day: 'numeric', month: 'short', year: 'numeric' }),
            })}
            {evidence.detail && ` · ${evidence.detail}`}
          </span>
        ))}
      </span>
    </li>
  )
}

function AddIdentity({ contactId, onClose, onAdded }: { contactId: string; onClose(): void; onAdded(): void }) {
  const t = useT()
  const [kind, setKind] = useState<'email' | 'phone' | 'external'>('email')
  const [address, setAddress] = useState('')
  const submit = useSubmit(async () => {
    await call('POST /contacts/:id/identities', { params: { id: contactId }, body: { kind, address: address.trim() } })
    onAdded()
    onClose()
  })
  const kinds = (['email', 'phone', 'external'] as const).map((value) => ({ value, label: t(`customers.kind_${value}`) }))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('customers.identity_add')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button
            type="submit"
            form="identity"
            variant="primary"
            busy={submit.busy}
            disabledReason={address.trim() ? undefined : t('customers.needs_address')}
          >
            {t('customers.add')}
          </Button>
        </>
      }
    >
      <form id="identity" className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('customers.kind')}>
          <Select value={kind} onChange={(next) => setKind(next)} choices={kinds} />
        </FormField>
        <FormField label={t(`customers.kind_${kind}`)} hint={t('customers.identity_hint')}>
          <TextField
            type={kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'}
            value={address}
            onChange={setAddress}
            maxLength={320}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </FormField>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
