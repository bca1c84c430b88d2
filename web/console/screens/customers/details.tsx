import { useState } from 'react'
import type { Contact } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { Fact, Facts } from '../pieces/screen.tsx'
import style from '../pieces/screen.module.css'
import { useMay } from '../pieces/use-may.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import own from './customers.module.css'
import { EditDetails } from './edit-details.tsx'
import { languageName } from './language-name.ts'

/** What we know: language, company, fields of the workspace, notes. */
export function Details({ contact, onChange }: { contact: Contact; onChange(contact: Contact): void }) {
  const t = useT()
  const may = useMay()
  const offline = useOfflineReason()
  const [isEditing, setEditing] = useState(false)
  const reason = may('contact.change') ? offline : t('form.not_allowed')
  return (
    <Card
      title={t('customers.details')}
      actions={
        <Button size="compact" variant="quiet" disabledReason={reason} onClick={() => setEditing(true)}>
          {t('form.edit')}
        </Button>
      }
    >
      <div className={style.stack}>
        <Facts>
          <Fact word={t('form.language')}>{contact.language ? languageName(contact.language) : '–'}</Fact>
          <Fact word={t('customers.company')}>{contact.company ? <UserText>{contact.company}</UserText> : '–'}</Fact>
          <Fact word={t('customers.since')}>
            <RelativeTime at={contact.createdAt} long />
          </Fact>
          {Object.entries(contact.fields).map(([name, value]) => (
            <Fact key={name} word={name}>
              <UserText>{value}</UserText>
            </Fact>
          ))}
        </Facts>
        {contact.notes && (
          <UserText as="p" className={own.text}>
            {contact.notes}
          </UserText>
        )}
      </div>
      {isEditing && <EditDetails contact={contact} onClose={() => setEditing(false)} onSaved={onChange} />}
    </Card>
  )
}
