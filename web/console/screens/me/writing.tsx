import { useEffect, useRef, useState } from 'react'
import type { Me } from '../../../../contract/people.ts'
import { Card } from '../../../kit/components/card.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { Switch } from '../../../kit/components/switch.tsx'
import { TextArea } from '../../../kit/components/text-area.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from '../pieces/screen.module.css'
import { useKeepSettings } from './use-keep-settings.ts'

const undoChoices = [0, 5, 10, 20, 30]
const usualUndoSeconds = 10
const restMs = 800

/** How I write: Enter, the time to take back, the signature, single-key shortcuts. Each takes effect at once. */
export function Writing({ me }: { me: Me }) {
  const t = useT()
  const keep = useKeepSettings()
  const { enterSends = false, undoSeconds = usualUndoSeconds, areShortcutsOff = false } = me.settings
  const offered = undoChoices.includes(undoSeconds) ? undoChoices : [...undoChoices, undoSeconds].sort((a, b) => a - b)
  return (
    <Card title={t('me.writing')}>
      <div className={`${style.stack} ${style.loose}`}>
        <Switch label={t('me.enter_sends')} hint={t('me.enter_sends_hint')} checked={enterSends} onChange={(isOn) => keep({ enterSends: isOn })} />
        <Switch
          label={t('me.shortcuts')}
          hint={t('me.shortcuts_hint')}
          checked={!areShortcutsOff}
          onChange={(isOn) => keep({ areShortcutsOff: !isOn })}
        />
        <FormField label={t('me.undo')} hint={t('me.undo_hint')}>
          <Select
            value={String(undoSeconds)}
            onChange={(seconds) => keep({ undoSeconds: Number(seconds) })}
            choices={offered.map((seconds) => ({ value: String(seconds), label: t('me.seconds', { count: seconds }) }))}
          />
        </FormField>
        <Signature value={me.settings.signature ?? ''} onKeep={(signature) => keep({ signature })} />
      </div>
    </Card>
  )
}

/** Kept when typing rests or the field is left. */
function Signature({ value, onKeep }: { value: string; onKeep(text: string): void }) {
  const t = useT()
  const [text, setText] = useState(value)
  const latest = useRef(onKeep)
  useEffect(() => {
    latest.current = onKeep
  })
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), restMs)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <FormField label={t('me.signature')} hint={t('me.signature_hint')} optional>
      <TextArea value={text} onChange={setText} onBlur={() => text !== value && onKeep(text)} rows={3} maxLength={4000} />
    </FormField>
  )
}
