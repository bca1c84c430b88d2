import { useState } from 'react'
import type { Contact, MergeSuggestion } from '../../../../contract/contact.ts'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { Picker } from '../../../kit/components/picker.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import style from '../pieces/screen.module.css'
import { useLoad } from '../pieces/use-load.ts'
import { useMay } from '../pieces/use-may.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import { useContactName } from './contact-name.tsx'
import { MergeDialog } from './merge-dialog.tsx'

/** Others who may be the same person, each with the reason; and any other to be joined by hand. Never joined by itself. */
export function MergeCard({ contact }: { contact: Contact }) {
  const t = useT()
  const tOr = useTOr()
  const may = useMay()
  const offline = useOfflineReason()
  const nameOf = useContactName()
  const suggestions = useLoad(
    `suggestions ${contact.id}`,
    async (signal) => (await call('GET /contacts/:id/merge-suggestions', { params: { id: contact.id } }, { signal })).items,
  )
  const [other, setOther] = useState<MergeSuggestion | null>(null)
  const [refused, setRefused] = useState<readonly string[]>([])
  if (!may('contact.merge')) return null
  const open = (suggestions.value ?? []).filter((one) => !refused.includes(one.contact.id))
  const search = async (query: string, signal: AbortSignal) => {
    const { items } = await call('GET /contacts', { query: { q: query, limit: 20 } }, { signal })
    return items
      .filter((one) => one.id !== contact.id)
      .map((one) => ({ id: one.id as string, label: nameOf(one), hint: one.identities.map((identity) => identity.address).join(', ') }))
  }
  const choose = async (id: string) => setOther({ contact: await call('GET /contacts/:id', { params: { id } }), because: 'agent' })
  return (
    <>
      {open.map((one) => (
        <Banner
          key={one.contact.id}
          tone="info"
          title={t('customers.maybe_same', { name: nameOf(one.contact) })}
          actions={
            <>
              <Button size="compact" disabledReason={offline} onClick={() => setOther(one)}>
                {t('customers.compare')}
              </Button>
              <Button size="compact" variant="quiet" onClick={() => setRefused([...refused, one.contact.id])}>
                {t('customers.not_same')}
              </Button>
            </>
          }
        >
          {tOr(`customers.because_${one.because}`, one.because)}
        </Banner>
      ))}
      <div className={style.actions}>
        <Picker
          trigger={
            <Button size="compact" disabledReason={offline}>
              {t('customers.merge_with')}
            </Button>
          }
          label={t('customers.merge_with')}
          search={search}
          onPick={(option) => void choose(option.id)}
        />
      </div>
      {other && <MergeDialog contact={contact} other={other} onClose={() => setOther(null)} />}
    </>
  )
}
