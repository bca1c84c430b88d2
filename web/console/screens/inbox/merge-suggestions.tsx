import Users from 'lucide-react/icons/users'
import { useState } from 'react'
import type { Contact, MergeSuggestion } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useTOr, useWording } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { contactConversations, contacts, mergeSuggestions } from '../../store/contacts.ts'
import { newUuid } from '../../store/uuid.ts'
import { languageName } from './language-name.ts'
import style from './panel.module.css'

/** Customers who may be the same person, and why. A person decides; it can be undone. */
export default function MergeSuggestions({ contact }: { contact: Contact }) {
  const t = useT()
  const tOr = useTOr()
  const [compared, setCompared] = useState<MergeSuggestion | null>(null)
  const suggestions = mergeSuggestions.use(contact.id).value ?? []
  if (suggestions.length === 0) return null
  return (
    <Card title={t('inbox.same_person')} icon={Users}>
      <ul className={style.suggestions}>
        {suggestions.slice(0, 3).map((suggestion) => (
          <li key={suggestion.contact.id} className={style.suggestion}>
            <span className={style.suggestionWords}>
              <UserText>{suggestion.contact.name || (suggestion.contact.identities[0]?.address ?? t('inbox.no_name'))}</UserText>
              <span className={style.facts}>{tOr(`inbox.same.${suggestion.because}`, suggestion.because)}</span>
            </span>
            <Button size="compact" onClick={() => setCompared(suggestion)}>
              {t('inbox.compare')}
            </Button>
          </li>
        ))}
      </ul>
      {compared && <Compare contact={contact} other={compared} onClose={() => setCompared(null)} />}
    </Card>
  )
}

/** Both side by side, and the decision. */
function Compare({ contact, other, onClose }: { contact: Contact; other: MergeSuggestion; onClose(): void }) {
  const t = useT()
  const say = useSay()
  async function join() {
    onClose()
    try {
      const { mergeId, contact: joined } = await call(
        'POST /contacts/:id/merge',
        { params: { id: other.contact.id }, body: { intoId: contact.id, because: other.because } },
        { idempotencyKey: newUuid() },
      )
      contacts.put(contact.id, joined)
      refresh()
      const undo = async () => {
        await call('POST /contact-merges/:id/undo', { params: { id: mergeId } }, { idempotencyKey: newUuid() })
        refresh()
      }
      say.done({ said: 'inbox.joined', values: { name: contact.name }, undo })
    } catch (error) {
      say.failed(error)
    }
  }
  function refresh() {
    void contacts.refresh(contact.id)
    void mergeSuggestions.refresh(contact.id)
    contactConversations.refreshAll()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="medium"
      title={t('inbox.same_person')}
      description={t('inbox.join_hint')}
      footer={
        <>
          <Button onClick={onClose}>{t('inbox.not_same')}</Button>
          <Button variant="primary" onClick={() => void join()}>
            {t('inbox.join')}
          </Button>
        </>
      }
    >
      <div className={style.compare}>
        <Side contact={contact} />
        <Side contact={other.contact} />
      </div>
    </Dialog>
  )
}

function Side({ contact }: { contact: Contact }) {
  const t = useT()
  const intl = useWording()
  const rows: [string, string][] = [
    [t('inbox.name'), contact.name || '–'],
    [t('inbox.addresses'), contact.identities.map((one) => (one.kind === 'visitor' ? t('inbox.website_visitor') : one.address)).join('\n') || '–'],
    [t('inbox.language'), contact.language ? languageName(contact.language, intl.locale) : '–'],
    [t('inbox.company'), contact.company || '–'],
    [t('inbox.conversations'), intl.formatNumber(contact.conversationCount)],
    [t('inbox.known_since'), intl.formatDate(contact.createdAt, { dateStyle: 'medium' })],
  ]
  return (
    <dl className={style.side}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <UserText>{value}</UserText>
          </dd>
        </div>
      ))}
    </dl>
  )
}
