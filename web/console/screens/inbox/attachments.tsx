import type { Wording } from '../../../kit/intl.ts'
import Download from 'lucide-react/icons/download'
import FileIcon from 'lucide-react/icons/file'
import { useState } from 'react'
import type { Attachment, TimelineItem } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { freshFileUrl } from '../../store/timelines.ts'
import style from './feed.module.css'

/** Pictures the browser can show safely; SVG can hold scripts and is only downloaded. */
const picture = /^image\/(png|jpe?g|gif|webp|avif)$/

/** Files of a message: pictures as pictures, all with name and size, each to be downloaded. */
export function Attachments({ item }: { item: TimelineItem }) {
  const t = useT()
  const files = item.attachments.filter((file) => !file.isInline || !item.html)
  if (files.length === 0) return null
  return (
    <ul className={style.files} aria-label={t('inbox.files', { count: files.length })}>
      {files.map((file) => (
        <li key={file.id}>
          <File file={file} conversationId={item.conversationId} />
        </li>
      ))}
    </ul>
  )
}

/** One file; a picture opens large, anything else is downloaded. */
export function File({ file, conversationId }: { file: Attachment; conversationId: string }) {
  const t = useT()
  const say = useSay()
  const intl = useWording()
  const [shown, setShown] = useState<string | null>(null)
  const isPicture = picture.test(file.contentType)
  const size = sizeWords(file.sizeBytes, intl)
  async function open(preview: boolean) {
    try {
      const url = await freshFileUrl(conversationId, file.id, file.url)
      if (preview) setShown(inlineUrl(url))
      else download(url, file.name)
    } catch (error) {
      say.failed(error)
    }
  }
  return (
    <>
      <span className={style.file}>
        <button type="button" className={style.fileOpen} onClick={() => void open(isPicture)} title={file.name}>
          {isPicture ? <img src={inlineUrl(file.url)} alt="" className={style.thumb} loading="lazy" /> : <Icon icon={FileIcon} size={20} />}
          <span className={style.fileWords}>
            <UserText className={style.fileName}>{file.name}</UserText>
            <span className={style.fileSize}>{size}</span>
          </span>
        </button>
        {isPicture && (
          <button type="button" className={style.fileDownload} aria-label={t('inbox.download', { name: file.name })} onClick={() => void open(false)}>
            <Icon icon={Download} />
          </button>
        )}
      </span>
      {shown && (
        <Dialog
          open
          onOpenChange={() => setShown(null)}
          title={file.name}
          size="large"
          footer={
            <Button icon={Download} onClick={() => void open(false)}>
              {t('inbox.download', { name: size })}
            </Button>
          }
        >
          <img src={shown} alt={file.name} className={style.large} />
        </Dialog>
      )}
    </>
  )
}

const inlineUrl = (url: string) => `${url}${url.includes('?') ? '&' : '?'}show=inline`

function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** "2.4 MB", in the reader's language. */
export function sizeWords(bytes: number, intl: Wording): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  return intl.formatNumber(bytes / 1000 ** step, {
    style: 'unit',
    unit: units[step]!,
    unitDisplay: 'narrow',
    maximumFractionDigits: step > 1 ? 1 : 0,
  })
}
