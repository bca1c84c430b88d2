import { useState } from 'react'
import type { Contact, MergeSuggestion } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { FormProblem } from '../pieces/form-problem.tsx'
import { Fact, Facts } from '../pieces/screen.tsx'
import { showUndo } from '../pieces/undo-toast.ts'
import { useAct, useSubmit } from '../pieces/use-act.ts'
import { ContactName, useContactName } from './contact-name.tsx'
import style from './customers.module.css'
import { languageName } from './language-name.ts'

interface MergeDialogProps {
  contact: Contact
  other: MergeSuggestion
  onClose(): void
}

/** The two side by side; one is kept with its name and details and gets the addresses and conversations of both. Can be undone. */
export function MergeDialog({ contact, other, onClose }: MergeDialogProps) {
  const t = useT()
  const tOr = useTOr()
  const act = useAct()
  const nameOf = useContactName()
  const [keptId, setKeptId] = useState<string>(contact.id)
  const [kept, joined] = keptId === contact.id ? [contact, other.contact] : [other.contact, contact]
  const submit = useSubmit(async () => {
    const because = other.because === 'agent' ? '' : other.because
    const { mergeId } = await call('POST /contacts/:id/merge', { params: { id: joined.id }, body: { intoId: kept.id, because } })
    onClose()
    go(`/customers/${kept.id}`, { replace: true })
    showUndo(t('customers.merge_done', { name: nameOf(joined), into: nameOf(kept) }), () =>
      act(async () => void (await call('POST /contact-merges/:id/undo', { params: { id: mergeId } }))),
    )
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="large"
      title={t('customers.merge_title')}
      description={tOr(`customers.because_${other.because}`, t('customers.merge_hint'))}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button variant="primary" busy={submit.busy} onClick={() => void submit.run()}>
            {t('customers.merge')}
          </Button>
        </>
      }
    >
      <fieldset className={style.sides}>
        <legend className={style.day}>{t('customers.merge_keep')}</legend>
        {[contact, other.contact].map((one) => (
          <Side key={one.id} contact={one} isKept={one.id === keptId} onKeep={() => setKeptId(one.id)} />
        ))}
      </fieldset>
      <p>{t('customers.merge_hint')}</p>
      <FormProblem error={submit.error} />
    </Dialog>
  )
}

function Side({ contact, isKept, onKeep }: { contact: Contact; isKept: boolean; onKeep(): void }) {
  const t = useT()
  return (
    <label className={style.choice}>
      <span className={style.choiceHead}>
        <input type="radio" name="kept" checked={isKept} onChange={onKeep} />
        <ContactName contact={contact} />
      </span>
      <Facts>
        <Fact word={t('customers.identities')}>{contact.identities.map((identity) => identity.address).join(', ') || '–'}</Fact>
        <Fact word={t('customers.company')}>{contact.company ?? '–'}</Fact>
        <Fact word={t('form.language')}>{contact.language ? languageName(contact.language) : '–'}</Fact>
        <Fact word={t('customers.conversations')}>{contact.conversationCount}</Fact>
        <Fact word={t('customers.last_seen')}>{contact.lastSeenAt ? <RelativeTime at={contact.lastSeenAt} long /> : '–'}</Fact>
      </Facts>
    </label>
  )
}
