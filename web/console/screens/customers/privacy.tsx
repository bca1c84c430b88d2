import Download from 'lucide-react/icons/download'
import { useState } from 'react'
import type { Contact } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { ConfirmDialog } from '../../../kit/components/confirm-dialog.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { saveFile } from '../pieces/save-file.ts'
import style from '../pieces/screen.module.css'
import { useAct } from '../pieces/use-act.ts'
import { useMay } from '../pieces/use-may.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import { useContactName } from './contact-name.tsx'

/** All that is stored about a person as one file, and its erasure for good. */
export function Privacy({ contact }: { contact: Contact }) {
  const t = useT()
  const act = useAct()
  const may = useMay()
  const offline = useOfflineReason()
  const nameOf = useContactName()
  const [isErasing, setErasing] = useState(false)
  const [isExporting, setExporting] = useState(false)
  const confirm = contact.name.trim() || contact.identities[0]?.address || ''
  const save = async () => {
    setExporting(true)
    await act(async () => {
      const all = await call('GET /contacts/:id/export', { params: { id: contact.id } })
      saveFile(`samvad-${contact.id}.json`, new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' }))
    })
    setExporting(false)
  }
  const erase = () =>
    act(async () => {
      await call('POST /contacts/:id/erase', { params: { id: contact.id }, body: { confirm } })
      showToast({ message: t('customers.erased', { name: nameOf(contact) }) })
      go('/customers', { replace: true })
    })
  return (
    <Card title={t('customers.privacy')}>
      <div className={style.actions}>
        <Button
          icon={Download}
          busy={isExporting}
          disabledReason={may('contact.export') ? offline : t('form.not_allowed')}
          onClick={() => void save()}
        >
          {t('customers.export')}
        </Button>
        <Button variant="quiet" disabledReason={may('contact.erase') ? offline : t('form.not_allowed')} onClick={() => setErasing(true)}>
          {t('customers.erase')}
        </Button>
      </div>
      <ConfirmDialog
        open={isErasing}
        onOpenChange={setErasing}
        title={t('customers.erase')}
        description={t('customers.erase_warning', { name: nameOf(contact) })}
        confirmLabel={t('customers.erase')}
        typeToConfirm={confirm}
        onConfirm={async () => void (await erase())}
      />
    </Card>
  )
}
