import { useState } from 'react'
import { useT } from '../i18n.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FormField } from './form-field.tsx'
import { TextField } from './text-field.tsx'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange(open: boolean): void
  title: string
  /** What will be lost, for whom, and that it cannot be undone. */
  description: string
  /** A verb and its object: "Delete customer". */
  confirmLabel: string
  /** Must be typed first: for what destroys customer data. */
  typeToConfirm?: string
  onConfirm(): Promise<void> | void
}

/** Asks first. Only for what cannot be undone; everything else acts at once and offers Undo. Stays open if `onConfirm` throws. */
export function ConfirmDialog({ open, onOpenChange, title, description, confirmLabel, typeToConfirm, onConfirm }: ConfirmDialogProps) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm
  const change = (next: boolean) => {
    setTyped('')
    onOpenChange(next)
  }
  async function confirm() {
    setBusy(true)
    try {
      await onConfirm()
      change(false)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      locked={busy}
      footer={
        <>
          <Button onClick={() => change(false)}>{t('kit.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={!ready} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {typeToConfirm !== undefined && (
        <FormField label={t('kit.type_to_confirm', { word: typeToConfirm })}>
          <TextField value={typed} onChange={setTyped} autoComplete="off" spellCheck={false} />
        </FormField>
      )}
    </Dialog>
  )
}
