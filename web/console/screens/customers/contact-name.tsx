import type { Contact } from '../../../../contract/contact.ts'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'

/** A customer's name; who has not told one is a visitor. */
export function ContactName({ contact, className }: { contact: Pick<Contact, 'name'>; className?: string }) {
  const t = useT()
  if (!contact.name.trim()) return <span className={className}>{t('customers.visitor')}</span>
  return (
    <UserText className={className} title={contact.name}>
      {contact.name}
    </UserText>
  )
}

/** The same as plain text, for titles and sentences. */
export function useContactName(): (contact: Pick<Contact, 'name'>) => string {
  const t = useT()
  return (contact) => contact.name.trim() || t('customers.visitor')
}
