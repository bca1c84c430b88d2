import Check from 'lucide-react/icons/check'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { classes } from '../classes.ts'
import { Icon, type LucideIcon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import style from './option-list.module.css'

export interface Option {
  id: string
  label: string
  hint?: string
  icon?: LucideIcon
  /** Something else in the place of the icon: an avatar, a colour. */
  picture?: ReactNode
  keys?: string
  keywords?: string
  lang?: string
  /** A heading above the first option of each section; options of a section must stand together. */
  section?: string
  disabled?: boolean
}

interface OptionListProps {
  id: string
  label: string
  options: readonly Option[]
  active: number
  selected?: ReadonlySet<string>
  multiple?: boolean
  onHover(index: number): void
  onPick(option: Option): void
}

type Row = { heading: string } | { option: Option; index: number }

/** The list of a combobox: focus stays in the input, this shows where it points. Draws only what is in sight. */
export function OptionList({ id, label, options, active, selected, multiple = false, onHover, onPick }: OptionListProps) {
  const virtual = useRef<VirtualizerHandle>(null)
  const rows = useMemo(() => toRows(options), [options])
  const activeRow = rows.findIndex((row) => 'index' in row && row.index === active)
  useEffect(() => {
    if (activeRow >= 0) virtual.current?.scrollToIndex(activeRow === 1 ? 0 : activeRow, { align: 'nearest' })
  }, [activeRow])
  return (
    <div id={id} className={style.list} role="listbox" aria-label={label} aria-multiselectable={multiple || undefined} tabIndex={-1}>
      <Virtualizer ref={virtual} data={rows} keepMounted={activeRow >= 0 ? [activeRow] : []}>
        {(row) =>
          'heading' in row ? (
            <div key={`section ${row.heading}`} className={style.heading} role="presentation">
              {row.heading}
            </div>
          ) : (
            <div
              key={row.option.id}
              id={optionId(id, row.index)}
              role="option"
              aria-selected={selected ? selected.has(row.option.id) : row.index === active}
              aria-disabled={row.option.disabled || undefined}
              aria-setsize={options.length}
              aria-posinset={row.index + 1}
              className={classes(style.option, row.index === active && style.active)}
              onPointerMove={() => row.index !== active && onHover(row.index)}
              // The input keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => !row.option.disabled && onPick(row.option)}
            >
              <OptionRow option={row.option} ticked={selected?.has(row.option.id)} />
            </div>
          )
        }
      </Virtualizer>
    </div>
  )
}

/** The element id of an option, for aria-activedescendant. */
export const optionId = (listId: string, index: number): string => `${listId}-option-${index}`

function OptionRow({ option, ticked }: { option: Option; ticked?: boolean }) {
  return (
    <>
      {option.picture ?? (option.icon && <Icon icon={option.icon} className={style.icon} />)}
      <span className={style.text} lang={option.lang}>
        {option.label}
        {option.hint && <span className={style.hint}>{option.hint}</span>}
      </span>
      {option.keys && <Kbd keys={option.keys} />}
      {ticked && <Icon icon={Check} className={style.tick} />}
    </>
  )
}

function toRows(options: readonly Option[]): Row[] {
  return options.flatMap((option, index) => {
    const begins = option.section !== undefined && option.section !== options[index - 1]?.section
    return begins ? [{ heading: option.section! }, { option, index }] : [{ option, index }]
  })
}
