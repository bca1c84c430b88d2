import { useT } from '../i18n.tsx'
import { OptionList } from './option-list.tsx'
import style from './option-list.module.css'
import { Spinner } from './spinner.tsx'
import type { Finder } from './use-finder.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

interface FinderResultsProps {
  finder: Finder
  label: string
  selected?: ReadonlySet<string>
  multiple?: boolean
  /** Shown when nothing matches. */
  empty?: string
}

/** The results under the input of a combobox, with their states: searching, none, failed. Counts are announced politely. */
export function FinderResults({ finder, label, selected, multiple, empty }: FinderResultsProps) {
  const t = useT()
  const { found, busy, failed } = finder
  return (
    <>
      <VisuallyHidden live>{busy ? '' : t('kit.result_count', { count: found.length })}</VisuallyHidden>
      <OptionList
        id={finder.listId}
        label={label}
        options={found}
        active={finder.active}
        selected={selected}
        multiple={multiple}
        onHover={finder.setActive}
        onPick={finder.pick}
      />
      {found.length === 0 && (
        <p className={style.none}>{busy ? <Spinner quiet /> : failed ? t('kit.could_not_load') : (empty ?? t('kit.no_results'))}</p>
      )}
    </>
  )
}
