import { classes } from '../../../kit/classes.ts'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './entry-page.module.css'
import { passwordStrength, type Strength } from './password-strength.ts'

interface NewPasswordFieldProps {
  label: string
  value: string
  onChange(value: string): void
  /** Name, address and other words of the person, which make a password easy to guess. */
  own: readonly string[]
  error?: string | undefined
}

const steps: Record<Strength, number> = { none: 0, short: 1, weak: 1, fair: 2, strong: 3 }

/** A password to be chosen: can be revealed and pasted, and says how good it is in words. */
export function NewPasswordField({ label, value, onChange, own, error }: NewPasswordFieldProps) {
  const t = useT()
  const strength = passwordStrength(value, own)
  const words = {
    none: '',
    short: t('entry.strength_short'),
    weak: t('entry.strength_weak'),
    fair: t('entry.strength_fair'),
    strong: t('entry.strength_strong'),
  }
  return (
    <div>
      <FormField label={label} error={error} hint={t('entry.password_hint')} required>
        <TextField type="password" value={value} onChange={onChange} autoComplete="new-password" spellCheck={false} autoCapitalize="none" />
      </FormField>
      <p className={classes(style.strength, strength === 'short' && style.short, strength === 'strong' && style.strong)} role="status">
        {strength !== 'none' && (
          <>
            <span className={style.steps} aria-hidden="true">
              {[1, 2, 3].map((step) => (
                <span key={step} className={classes(step <= steps[strength] && style.on)} />
              ))}
            </span>
            {words[strength]}
          </>
        )}
      </p>
    </div>
  )
}
