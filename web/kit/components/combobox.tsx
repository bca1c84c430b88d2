import ChevronDown from 'lucide-react/icons/chevron-down'
import * as Radix from 'radix-ui/popover'
import { useRef, useState } from 'react'
import { classes } from '../classes.ts'
import { Chip } from './chip.tsx'
import style from './combobox.module.css'
import field from './field.module.css'
import { FinderResults } from './finder-results.tsx'
import { useField } from './form-field.tsx'
import { Icon } from './icon.tsx'
import type { Option } from './option-list.tsx'
import { usePopupHome } from './popup-home.ts'
import { type FinderSource, useFinder } from './use-finder.ts'

interface ComboboxProps extends FinderSource {
  /** The name of the list, read aloud. */
  label: string
  /** What is chosen: one at most, unless `multiple`. */
  value: readonly Option[]
  onChange(value: readonly Option[]): void
  multiple?: boolean
  placeholder?: string
  empty?: string
  disabled?: boolean
}

/**
 * A form field that finds one or several of many: known options, the server's, or new ones (`offer`).
 * Several: chosen ones stand as chips in the field, Backspace in the empty input takes the last one back.
 */
export function Combobox({ label, value, onChange, multiple = false, placeholder, empty, disabled, ...source }: ComboboxProps) {
  const [open, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLSpanElement>(null)
  const finder = useFinder(source, open, pick)
  const { home } = usePopupHome(open)
  const wiring = useField({})
  const chosen = value[0]

  function pick(option: Option) {
    const has = value.some((one) => one.id === option.id)
    if (multiple) onChange(has ? value.filter((one) => one.id !== option.id) : [...value, option])
    else {
      onChange([option])
      setOpen(false)
    }
  }
  function change(next: boolean) {
    if (!next) finder.setQuery('')
    setOpen(next)
  }
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Anchor asChild>
        <span ref={box} className={classes(field.box, style.box)} onClick={() => input.current?.focus()}>
          <span className={style.inside}>
            {multiple &&
              value.map((one) => (
                <Chip key={one.id} icon={null} lang={one.lang} onRemove={() => onChange(value.filter((other) => other.id !== one.id))}>
                  {one.label}
                </Chip>
              ))}
            <input
              aria-label={wiring.id ? undefined : label}
              {...wiring}
              {...finder.inputProps}
              ref={input}
              className={field.input}
              disabled={disabled}
              placeholder={value.length === 0 ? placeholder : multiple ? undefined : chosen?.label}
              value={open || multiple ? finder.query : (chosen?.label ?? '')}
              onChange={(event) => {
                setOpen(true)
                finder.setQuery(event.target.value)
              }}
              onClick={() => setOpen(true)}
              onBlur={() => change(false)}
              onKeyDown={(event) => {
                if (!open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
                  event.preventDefault()
                  return setOpen(true)
                }
                if (event.key === 'Backspace' && !event.nativeEvent.isComposing && finder.query === '' && multiple) onChange(value.slice(0, -1))
                if (event.key === 'Tab') change(false)
                finder.inputProps.onKeyDown?.(event)
              }}
            />
          </span>
          <Icon icon={ChevronDown} className={field.icon} />
        </span>
      </Radix.Anchor>
      <Radix.Portal container={home}>
        <Radix.Content
          role="presentation"
          data-overlay=""
          className={style.popup}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => box.current?.contains(event.target as Node) && event.preventDefault()}
        >
          <FinderResults finder={finder} label={label} selected={new Set(value.map((one) => one.id))} multiple={multiple} empty={empty} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
