import CircleAlert from 'lucide-react/icons/circle-alert'
import { createContext, type ReactNode, useContext, useId, useMemo } from 'react'
import { useT } from '../i18n.tsx'
import style from './form-field.module.css'
import { Icon } from './icon.tsx'

interface FieldWiring {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  required?: boolean
}
const FieldContext = createContext<FieldWiring | null>(null)

interface FormFieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong and how to mend it. Keep what was typed. */
  error?: ReactNode
  required?: boolean
  /** Says "optional" beside the label; mark the rarer kind in a form. */
  optional?: boolean
  /** The label is read aloud but not drawn. */
  hideLabel?: boolean
  /** Exactly one control of this kit; it finds its id and descriptions by itself. */
  children: ReactNode
}

/** Label, hint and error around one control, tied together for assistive technology. */
export function FormField({ label, hint, error, required, optional, hideLabel = false, children }: FormFieldProps) {
  const t = useT()
  const id = useId()
  const hasHint = Boolean(hint)
  const hasError = Boolean(error)
  const wiring = useMemo<FieldWiring>(() => {
    const describedBy = [hasHint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ')
    return {
      id,
      ...(describedBy ? { 'aria-describedby': describedBy } : {}),
      ...(hasError ? { 'aria-invalid': true } : {}),
      ...(required ? { required } : {}),
    }
  }, [id, hasHint, hasError, required])
  return (
    <div className={style.field}>
      <label htmlFor={id} className={hideLabel ? style.hidden : style.label}>
        {label}
        {optional && <span className={style.optional}> · {t('kit.optional')}</span>}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      <p id={`${id}-error`} className={style.error} aria-live="polite">
        {error && (
          <>
            <Icon icon={CircleAlert} />
            <span>{error}</span>
          </>
        )}
      </p>
      {hint && (
        <p id={`${id}-hint`} className={style.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** The attributes a control takes from the field around it; what the control sets itself wins. */
export function useField<T extends object>(own: T): T & Partial<FieldWiring> {
  return { ...useContext(FieldContext), ...own }
}
