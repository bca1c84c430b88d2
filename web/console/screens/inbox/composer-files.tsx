import { Chip } from '../../../kit/components/chip.tsx'
import { Progress } from '../../../kit/components/progress.tsx'
import Paperclip from 'lucide-react/icons/paperclip'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { changeDraft, useDraft, type Mode } from '../../store/drafts.ts'
import { sizeWords } from './attachments.tsx'
import style from './composer.module.css'
import type { Uploads } from './use-uploads.ts'

/** Files of the draft, and those on their way. */
export function ComposerFiles({ conversationId, mode, uploads }: { conversationId: string; mode: Mode; uploads: Uploads }) {
  const t = useT()
  const intl = useWording()
  const { attachments } = useDraft(conversationId, mode)
  if (attachments.length === 0 && uploads.list.length === 0) return null
  const problemWords = (problem: string) =>
    problem === 'too_large' ? t('composer.file_too_large') : problem === 'offline' ? t('composer.file_offline') : problem
  return (
    <ul className={style.files}>
      {attachments.map((file) => (
        <li key={file.id}>
          <Chip
            icon={Paperclip}
            onRemove={() => changeDraft(conversationId, mode, { attachments: attachments.filter((one) => one.id !== file.id) })}
            removeLabel={t('composer.remove_file', { name: file.name })}
          >
            {file.name} · {sizeWords(file.sizeBytes, intl)}
          </Chip>
        </li>
      ))}
      {uploads.list.map((one) => (
        <li key={one.key} className={style.upload}>
          <Chip
            tone={one.problem ? 'danger' : 'neutral'}
            {...(one.problem ? {} : { icon: Paperclip })}
            onRemove={() => uploads.dismiss(one.key)}
            removeLabel={t('composer.remove_file', { name: one.name })}
          >
            {one.problem ? `${one.name}: ${problemWords(one.problem)}` : one.name}
          </Chip>
          {!one.problem && <Progress label={t('composer.uploading', { name: one.name })} value={one.progress} max={1} />}
        </li>
      ))}
    </ul>
  )
}
