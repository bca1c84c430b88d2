import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { typing } from '../live.ts'
import { say } from '../sending.ts'
import { kept } from '../storage.ts'
import * as s from '../store.ts'
import { t } from '../store.ts'
import { Icon } from './icons.tsx'

interface Chosen {
  name: string
  type: string
  content: Blob
}
const mostFiles = 10
/** Phones' keyboards have a key for a new line and none with Shift. */
const isTouch = matchMedia('(pointer: coarse)').matches

const text = signal(kept.get('draft') ?? '')
const files = signal<Chosen[]>([])

/** As high as its words, up to some seven lines. */
function fit(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`
}

export function Composer({ draft }: { draft: string }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (draft) text.value = draft
  }, [draft])
  const written = text.value
  useEffect(() => {
    fit(field.current)
  }, [written])

  const write = (value: string) => {
    text.value = value
    kept.set('draft', value || null)
    typing(value !== '')
  }
  const submit = (event?: Event) => {
    event?.preventDefault()
    const words = text.value.trim()
    if (words === '' && files.value.length === 0) return field.current?.focus()
    const chosen = files.value
    files.value = []
    write('')
    s.notice.value = null
    void say(words, chosen)
    field.current?.focus()
  }
  const choose = async (list: FileList | null | undefined) => {
    if (!list?.length) return
    const { shrink, mostBytes } = await import('../attach.ts')
    const made = await Promise.all(Array.from(list, shrink))
    const fits = made.filter((file) => file.content.size <= mostBytes)
    const all = [...files.value, ...fits]
    if (fits.length < made.length) s.notice.value = 'too_large'
    else if (all.length > mostFiles) s.notice.value = 'too_many'
    files.value = all.slice(0, mostFiles)
    field.current?.focus()
  }

  return (
    <form class="box" onSubmit={submit}>
      {files.value.length > 0 && (
        <ul class="chosen">
          {files.value.map((file) => (
            <li key={file.name}>
              <span>{file.name}</span>
              <button
                type="button"
                class="icon-button small"
                aria-label={`${t('remove')}: ${file.name}`}
                onClick={() => (files.value = files.value.filter((one) => one !== file))}
              >
                <Icon of="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="icon-button" aria-label={t('attach')} title={t('attach')} onClick={() => picker.current?.click()}>
        <Icon of="clip" />
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => void choose(currentTarget.files).then(() => (currentTarget.value = ''))}
      />
      <textarea
        ref={field}
        id="text"
        rows={1}
        maxLength={20_000}
        dir="auto"
        aria-label={t('write')}
        placeholder={t('placeholder')}
        value={text.value}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onPaste={({ clipboardData }) => void choose(clipboardData?.files)}
        onKeyDown={(event) => {
          // While a word is being composed (Indic keyboards) Enter chooses it.
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !isTouch) submit(event)
        }}
      />
      <button type="submit" class="icon-button send" aria-label={t('send')} title={t('send')}>
        <Icon of="send" />
      </button>
    </form>
  )
}
