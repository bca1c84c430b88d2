import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { VisuallyHidden } from '../../../kit/components/visually-hidden.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { copyText } from './copy-text.ts'
import style from './copy-line.module.css'

/** A button that copies and says so for two seconds. */
export function CopyButton({ text, label, variant }: { text: string; label?: string; variant?: 'primary' | 'secondary' | 'quiet' }) {
  const t = useT()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    if (await copyText(text)) setCopied(true)
    else showToast({ tone: 'danger', message: t('form.copy_failed') })
  }
  return (
    <>
      <Button icon={isCopied ? Check : Copy} variant={variant} size="compact" onClick={() => void copy()}>
        {isCopied ? t('form.copied') : (label ?? t('form.copy'))}
      </Button>
      <VisuallyHidden live>{isCopied ? t('form.copied') : ''}</VisuallyHidden>
    </>
  )
}

/** A line for a machine, to be copied whole: a snippet, a key, a command. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <div className={style.line} role="group" aria-label={label}>
      <pre className={style.text} tabIndex={0} aria-label={label} role="region">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} />
    </div>
  )
}
