import { useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { Combobox } from '../../../kit/components/combobox.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import type { Option } from '../../../kit/components/option-list.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { conversationPath } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { mergeInto } from '../../store/changes.ts'
import { contactConversations } from '../../store/contacts.ts'
import { conversationOf, putConversations, useConversation } from '../../store/held.ts'
import { useSurface } from '../../store/ui.ts'

/** Joins the open conversation into another, found by number or words. It cannot be undone, so both are named first. */
export default function MergeDialog({ conversationId }: { conversationId: string }) {
  const t = useT()
  const say = useSay()
  const { open, onOpenChange } = useSurface('merge')
  const conversation = useConversation(conversationId)
  const [into, setInto] = useState<readonly Option[]>([])
  const [isBusy, setIsBusy] = useState(false)
  const ofCustomer = contactConversations.use(open ? (conversation?.contact.id ?? null) : null).value ?? []
  const known = ofCustomer.filter((id) => id !== conversationId).flatMap((id) => conversationOf(id) ?? [])
  const target = into[0]
  if (!conversation) return null
  const numbers = { number: conversation.number, into: (target && conversationOf(target.id)?.number) ?? 0 }
  async function merge() {
    if (!target) return
    setIsBusy(true)
    try {
      const merged = await mergeInto(conversationId, target.id)
      onOpenChange(false)
      setInto([])
      say.done({ said: 'inbox.merged', values: numbers })
      go(conversationPath(merged.id), { replace: true })
    } catch (error) {
      say.failed(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('inbox.merge_title', { number: conversation.number })}
      description={t('inbox.merge_hint')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('kit.cancel')}</Button>
          <Button variant="primary" busy={isBusy} {...(target ? {} : { disabledReason: t('inbox.merge_choose') })} onClick={() => void merge()}>
            {target ? t('inbox.merge_into', numbers) : t('inbox.merge')}
          </Button>
        </>
      }
    >
      <FormField label={t('inbox.merge_field')}>
        <Combobox
          label={t('inbox.merge_field')}
          value={into}
          onChange={setInto}
          options={known.map((one) => toOption(one))}
          search={(query, signal) => find(query, signal, conversationId)}
        />
      </FormField>
    </Dialog>
  )
}

const toOption = (one: Conversation): Option => ({
  id: one.id,
  label: `#${one.number} · ${one.contact.name}`,
  hint: one.subject || (one.last?.preview ?? ''),
})

async function find(query: string, signal: AbortSignal, without: string): Promise<Option[]> {
  const q = query.trim()
  if (!q) return []
  const number = /^#?(\d{1,9})$/.exec(q)?.[1]
  const found = number
    ? [await call('GET /conversations/by-number/:number', { params: { number: Number(number) } }, { signal }).catch(() => null)]
    : (await call('GET /search', { query: { q, limit: 10 } }, { signal })).hits.map((hit) => hit.conversation)
  const conversations = found.filter((one) => one !== null).filter((one) => one.id !== without && !one.mergedIntoId)
  putConversations(conversations)
  return [...new Map(conversations.map((one) => [one.id, one])).values()].map(toOption)
}
