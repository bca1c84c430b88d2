import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, useRef } from 'react'
import { useT } from '../i18n.tsx'
import style from './field.module.css'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'

interface SearchFieldProps {
  /** What is searched, read aloud and shown as placeholder. */
  label: string
  value: string
  onChange(value: string): void
  onSubmit?: (value: string) => void
  /** Arrow keys and others, for a list below. */
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  keys?: string
  busy?: boolean
  inputRef?: (element: HTMLInputElement | null) => void
}

/** A search box: Escape clears it first, and only then leaves. Enter while an input method composes submits nothing. */
export function SearchField({ label, value, onChange, onSubmit, onKeyDown, keys, busy = false, inputRef }: SearchFieldProps) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <span className={style.box} role="search">
      {busy ? <Spinner quiet /> : <Icon icon={Search} className={style.icon} />}
      <input
        ref={(element) => {
          input.current = element
          inputRef?.(element)
        }}
        className={style.input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event)
          if (event.nativeEvent.isComposing || event.defaultPrevented) return
          if (event.key === 'Enter') onSubmit?.(value)
          if (event.key === 'Escape' && value) {
            event.preventDefault()
            event.stopPropagation()
            onChange('')
          }
        }}
      />
      {value ? (
        <IconButton
          icon={X}
          label={t('kit.clear')}
          size="compact"
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
        />
      ) : (
        keys && (
          <span className={style.end}>
            <Kbd keys={keys} />
          </span>
        )
      )}
    </span>
  )
}
