import { useState } from 'react'
import type { SavedReply } from '../../../../../contract/api/tools.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { TextArea } from '../../../../kit/components/text-area.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { locales } from '../../../../kit/locale.ts'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'

interface ReplyDialogProps {
  /** Null writes a new one. */
  reply: SavedReply | null
  onClose(): void
  onSaved(reply: SavedReply): void
}

export function ReplyDialog({ reply, onClose, onSaved }: ReplyDialogProps) {
  const t = useT()
  const [title, setTitle] = useState(reply?.title ?? '')
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [language, setLanguage] = useState(reply?.language ?? 'any')
  const submit = useSubmit(async () => {
    const body = { title: title.trim(), shortcut: shortcut.trim().replace(/^\//, ''), text, language: language === 'any' ? null : language }
    onSaved(reply ? await call('PATCH /saved-replies/:id', { params: { id: reply.id }, body }) : await call('POST /saved-replies', { body }))
    onClose()
  })
  const reason = !title.trim() ? t('form.needs_name') : !text.trim() ? t('setup.needs_text') : undefined
  const languages = [{ value: 'any', label: t('setup.any_language') }, ...Object.entries(locales).map(([value, label]) => ({ value, label }))]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="medium"
      title={reply ? t('setup.reply_edit') : t('setup.reply_new')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="reply" variant="primary" busy={submit.busy} disabledReason={reason}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <form id="reply" className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('form.name')}>
          <TextField value={title} onChange={setTitle} maxLength={120} autoComplete="off" />
        </FormField>
        <FormField label={t('setup.reply_text')}>
          <TextArea value={text} onChange={setText} rows={5} maxLength={20_000} />
        </FormField>
        <div className={style.grid}>
          <FormField label={t('setup.reply_shortcut')} hint={t('setup.reply_shortcut_hint')} optional>
            <TextField value={shortcut} onChange={setShortcut} maxLength={40} autoComplete="off" autoCapitalize="none" />
          </FormField>
          <FormField label={t('form.language')}>
            <Select value={language} onChange={setLanguage} choices={languages} />
          </FormField>
        </div>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
