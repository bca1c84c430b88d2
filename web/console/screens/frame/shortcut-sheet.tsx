import { useMemo } from 'react'
import { KeysSheet } from '../../../kit/components/keys-sheet.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { sections } from '../../actions/action.ts'
import { composerKeys } from '../../actions/composer.ts'
import { hands } from '../../actions/hands.ts'
import { actions } from '../../actions/table.ts'
import { labelOf } from '../../actions/use-actions.ts'
import { useMe } from '../../store/session.ts'
import { useSurface } from '../../store/ui.ts'

/** Every key, drawn from the records that bind them. */
export default function ShortcutSheet() {
  const t = useT()
  const me = useMe()
  const { open, onOpenChange } = useSurface('keys')
  const shown = useMemo(() => {
    const context = { me, conversation: null, hands }
    return sections.map((section) => ({
      title: t(`action.section.${section}`),
      keys:
        section === 'composer'
          ? composerKeys.map(({ keys, label }) => ({ keys, label: t(label) }))
          : actions.filter((one) => one.section === section && one.keys).map((one) => ({ keys: one.keys!, label: t(labelOf(one, context)) })),
    }))
  }, [me, t])
  return <KeysSheet open={open} onOpenChange={onOpenChange} sections={shown} />
}
