import { useState } from 'react'
import type { ApiToken, Scope } from '../../../../../contract/people.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Checkbox } from '../../../../kit/components/checkbox.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { CopyLine } from '../../pieces/copy-line.tsx'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useSubmit } from '../../pieces/use-act.ts'

const scopes: readonly Scope[] = ['read', 'write', 'ingest', 'admin']

interface NewTokenProps {
  open: boolean
  onOpenChange(open: boolean): void
  onMade(token: ApiToken): void
}

/** Makes a token and shows it the one time it can be shown. */
export function NewToken({ open, onOpenChange, onMade }: NewTokenProps) {
  const t = useT()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(['read'])
  const [secret, setSecret] = useState<string | null>(null)
  const submit = useSubmit(async () => {
    const { token, record } = await call('POST /tokens', { body: { name: name.trim(), scopes: [...chosen] } })
    setSecret(token)
    onMade(record)
  })
  const close = (next: boolean) => {
    if (next) return
    setName('')
    setChosen(['read'])
    setSecret(null)
    submit.forget()
    onOpenChange(false)
  }
  const reason = !name.trim() ? t('form.needs_name') : chosen.length === 0 ? t('setup.needs_scope') : undefined
  if (secret)
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={t('setup.token_made')}
        size="medium"
        footer={
          <Button variant="primary" onClick={() => close(false)}>
            {t('setup.done')}
          </Button>
        }
      >
        <ShownOnce label={t('setup.token')} secret={secret} />
        <p>{t('setup.token_try')}</p>
        <CopyLine label={t('setup.token_example')} text={`curl -H 'Authorization: Bearer ${secret}' ${location.origin}/api/v1/me`} />
      </Dialog>
    )
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t('setup.token_new')}
      footer={
        <>
          <Button onClick={() => close(false)}>{t('kit.cancel')}</Button>
          <Button type="submit" form="new-token" variant="primary" busy={submit.busy} disabledReason={reason}>
            {t('setup.token_make')}
          </Button>
        </>
      }
    >
      <form id="new-token" className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('form.name')} hint={t('setup.token_name_hint')}>
          <TextField value={name} onChange={setName} autoComplete="off" maxLength={120} />
        </FormField>
        <fieldset className={style.stack}>
          <legend>{t('setup.token_may')}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              label={t(`setup.scope_${scope}`)}
              hint={t(`setup.scope_${scope}_hint`)}
              checked={chosen.includes(scope)}
              onChange={(isOn) => setChosen(isOn ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
            />
          ))}
        </fieldset>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
