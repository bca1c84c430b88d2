import type { Contact } from '../../../../contract/contact.ts'
import { Avatar } from '../../../kit/components/avatar.tsx'
import { Banner } from '../../../kit/components/banner.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { Loaded } from '../pieces/loaded.tsx'
import { Screen } from '../pieces/screen.tsx'
import { useReloadOn } from '../pieces/use-events.ts'
import { type Load, useLoad } from '../pieces/use-load.ts'
import { ContactName } from './contact-name.tsx'
import { Conversations } from './conversations.tsx'
import style from './customers.module.css'
import { Details } from './details.tsx'
import { Identities } from './identities.tsx'
import { MergeCard } from './merge-card.tsx'
import { Privacy } from './privacy.tsx'
import { Stream } from './stream.tsx'

/** One person: who they are, how we know, and everything said over all channels. */
export function CustomerPage({ id }: { id: string }) {
  const t = useT()
  const contact = useLoad(`contact ${id}`, (signal) => call('GET /contacts/:id', { params: { id } }, { signal }))
  useReloadOn(({ name, payload }) => name.startsWith('contact.') && Object.values(payload).includes(id), contact.reload)
  const found = contact.value
  return (
    <Screen
      title={found ? <Person contact={found} /> : t('customers.one')}
      back={{ to: '/customers', label: t('customers.title'), isPhoneOnly: true }}
      wide
    >
      <Loaded of={contact} rows={4}>
        {(value) => <Inside contact={value} load={contact} />}
      </Loaded>
    </Screen>
  )
}

function Person({ contact }: { contact: Contact }) {
  const t = useT()
  const isVerified = contact.identities.some((identity) => identity.verifiedAt !== null)
  return (
    <span className={style.person}>
      <Avatar name={contact.name} id={contact.id} size={40} />
      <ContactName contact={contact} />
      {isVerified && <Chip tone="success">{t('customers.verified')}</Chip>}
      {contact.isDemo && <Chip>{t('customers.demo')}</Chip>}
    </span>
  )
}

function Inside({ contact, load }: { contact: Contact; load: Load<Contact> }) {
  const t = useT()
  if (contact.mergedIntoId)
    return (
      <Banner tone="info" actions={<Link to={`/customers/${contact.mergedIntoId}`}>{t('customers.merged_open')}</Link>}>
        {t('customers.merged')}
      </Banner>
    )
  return (
    <>
      <MergeCard contact={contact} />
      <div className={style.columns}>
        <div className={style.story}>
          <Stream contactId={contact.id} />
        </div>
        <div className={style.side}>
          <Details contact={contact} onChange={load.change} />
          <Identities contact={contact} onAdded={load.reload} />
          <Conversations contactId={contact.id} />
          <Privacy contact={contact} />
        </div>
      </div>
    </>
  )
}
