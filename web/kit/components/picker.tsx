import Search from 'lucide-react/icons/search'
import { type ReactElement, useState } from 'react'
import style from './combobox.module.css'
import { FinderResults } from './finder-results.tsx'
import { Icon } from './icon.tsx'
import type { Option } from './option-list.tsx'
import { Popover } from './popover.tsx'
import { type FinderSource, useFinder } from './use-finder.ts'

interface PickerProps extends FinderSource {
  trigger: ReactElement
  /** What is picked: "Assign to…"; name of the popup, the input and the list. */
  label: string
  selected?: ReadonlySet<string>
  /** Stays open, every pick toggles. */
  multiple?: boolean
  empty?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Picked; with `multiple` the caller toggles it in `selected`. */
  onPick(option: Option): void
}

/** A button that opens a searchable list: assign, label, saved reply, channel. */
export function Picker({ trigger, label, open, onOpenChange, ...inside }: PickerProps) {
  const [ownOpen, setOwnOpen] = useState(false)
  const isOpen = open ?? ownOpen
  const change = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  return (
    <Popover trigger={trigger} label={label} open={isOpen} onOpenChange={change} flush>
      <PickerInside label={label} onDone={() => change(false)} {...inside} />
    </Popover>
  )
}

type InsideProps = Omit<PickerProps, 'trigger' | 'open' | 'onOpenChange'> & { onDone(): void }

function PickerInside({ label, selected, multiple, empty, onPick, onDone, ...source }: InsideProps) {
  const pick = (option: Option) => {
    onPick(option)
    if (!multiple) onDone()
  }
  const finder = useFinder(source, true, pick)
  return (
    <div className={style.picker}>
      <span className={style.search}>
        <Icon icon={Search} />
        <input
          {...finder.inputProps}
          aria-label={label}
          placeholder={label}
          value={finder.query}
          onChange={(event) => finder.setQuery(event.target.value)}
        />
      </span>
      <FinderResults finder={finder} label={label} selected={selected} multiple={multiple} empty={empty} />
    </div>
  )
}
