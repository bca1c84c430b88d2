import { type ComponentProps, type CSSProperties, useLayoutEffect, useRef } from 'react'
import { classes } from '../classes.ts'
import style from './field.module.css'
import { useField } from './form-field.tsx'

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'ref'> {
  value: string
  onChange(value: string): void
  /** Lines shown when empty, and before it begins to scroll. */
  rows?: number
  maxRows?: number
  inputRef?: (element: HTMLTextAreaElement | null) => void
}

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** Several lines of text, as high as what is written. */
export function TextArea({ value, onChange, rows = 3, maxRows = 12, inputRef, className, ...rest }: TextAreaProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = own.current
    if (growsByItself || !element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  })
  return (
    <span className={classes(style.box, style.area, className)} style={{ '--rows': rows, '--max-rows': maxRows } as CSSProperties}>
      <textarea
        {...useField(rest)}
        ref={(element) => {
          own.current = element
          inputRef?.(element)
        }}
        className={style.input}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  )
}
