import BadgeCheck from 'lucide-react/icons/badge-check'
import Globe from 'lucide-react/icons/globe'
import Hash from 'lucide-react/icons/hash'
import Mail from 'lucide-react/icons/mail'
import Pencil from 'lucide-react/icons/pencil'
import Phone from 'lucide-react/icons/phone'
import { lazy, Suspense, useState } from 'react'
import type { Contact, Identity } from '../../../../contract/contact.ts'
import { Avatar } from '../../../kit/components/avatar.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Icon, type LucideIcon } from '../../../kit/components/icon.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { TextArea } from '../../../kit/components/text-area.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { VisuallyHidden } from '../../../kit/components/visually-hidden.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { contacts } from '../../store/contacts.ts'
import { languageName } from './language-name.ts'
import style from './panel.module.css'

const CustomerForm = lazy(() => import('./customer-form.tsx'))

/** Name, addresses with why we believe them, language, company, notes. */
export function CustomerCard({ contact }: { contact: Contact }) {
  const t = useT()
  const intl = useWording()
  const [isChanging, setIsChanging] = useState(false)
  const isVerified = contact.identities.some((identity) => identity.verifiedAt)
  const language = contact.language && languageName(contact.language, intl.locale)
  if (isChanging)
    return (
      <Suspense>
        <CustomerForm contact={contact} onDone={() => setIsChanging(false)} />
      </Suspense>
    )
  return (
    <section className={style.who} aria-label={contact.name || t('inbox.no_name')}>
      <div className={style.whoTop}>
        <Avatar name={contact.name || '?'} id={contact.id} size={40} />
        <div className={style.whoWords}>
          <Link to={`/customers/${contact.id}`} className={style.whoName}>
            <UserText>{contact.name || t('inbox.no_name')}</UserText>
          </Link>
          <span className={style.facts}>
            {[language, contact.company].filter(Boolean).join(' · ') ||
              t('inbox.since', { date: intl.formatDate(contact.createdAt, { dateStyle: 'medium' }) })}
          </span>
        </div>
        <IconButton icon={Pencil} size="compact" label={t('inbox.change_customer')} onClick={() => setIsChanging(true)} />
      </div>
      <ul className={style.identities}>
        {contact.identities.map((identity) => (
          <IdentityLine key={identity.id} identity={identity} />
        ))}
      </ul>
      {!isVerified && contact.identities.length > 0 && <p className={style.unverified}>{t('inbox.not_verified')}</p>}
      <Notes contact={contact} />
    </section>
  )
}

const pictures: Record<Identity['kind'], LucideIcon> = { email: Mail, phone: Phone, visitor: Globe, external: Hash }

function IdentityLine({ identity }: { identity: Identity }) {
  const t = useT()
  const intl = useWording()
  const { kind, address, evidence, verifiedAt } = identity
  const because = evidence.map((one) => `${t(`inbox.evidence.${one.kind}`)}, ${intl.formatDate(one.at, { dateStyle: 'medium' })}`).join('\n')
  const shown = kind === 'visitor' ? t('inbox.website_visitor') : address
  return (
    <li className={style.identity} title={because}>
      <Icon icon={pictures[kind]} className={style.quiet} />
      <span className={style.address}>{shown}</span>
      {verifiedAt && (
        <span className={style.verified} title={t('inbox.verified')}>
          <Icon icon={BadgeCheck} />
          <VisuallyHidden>{t('inbox.verified')}</VisuallyHidden>
        </span>
      )}
    </li>
  )
}

/** Notes about the person, kept when the field is left. */
function Notes({ contact }: { contact: Contact }) {
  const t = useT()
  const say = useSay()
  const [typed, setTyped] = useState<string | null>(null)
  async function save() {
    if (typed === null || typed === contact.notes) return setTyped(null)
    try {
      contacts.put(contact.id, await call('PATCH /contacts/:id', { params: { id: contact.id }, body: { notes: typed } }))
      setTyped(null)
      say.done({ said: 'inbox.notes_saved' })
    } catch (error) {
      say.failed(error)
    }
  }
  return (
    <FormField label={t('inbox.notes')}>
      <TextArea
        value={typed ?? contact.notes}
        onChange={setTyped}
        rows={1}
        maxRows={8}
        placeholder={t('inbox.notes_hint')}
        onBlur={() => void save()}
      />
    </FormField>
  )
}
