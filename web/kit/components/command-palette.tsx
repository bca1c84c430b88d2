import Search from 'lucide-react/icons/search'
import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import style from './combobox.module.css'
import { Dialog } from './dialog.tsx'
import { FinderResults } from './finder-results.tsx'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import type { Option } from './option-list.tsx'
import { type FinderSource, useFinder } from './use-finder.ts'

/** A command of the palette; `run` is called after the palette has closed and focus is back where it was. */
export interface Command extends Option {
  run(): void
}

interface CommandPaletteProps {
  open: boolean
  onOpenChange(open: boolean): void
  /** In the order to show before anything is typed; group them by `section`. */
  commands: readonly Command[]
  /** Conversations, customers, articles: what the server finds. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly Command[]>
  placeholder?: string
}

/** Find anything, do anything. */
export function CommandPalette({ open, onOpenChange, placeholder, ...source }: CommandPaletteProps) {
  const t = useT()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('kit.command_palette')} bare size="medium">
      <Inside
        placeholder={placeholder ?? t('kit.command_palette_hint')}
        onDone={() => onOpenChange(false)}
        options={source.commands}
        search={source.search}
      />
    </Dialog>
  )
}

function Inside({ placeholder, onDone, ...source }: FinderSource & { placeholder: string; onDone(): void }) {
  const pick = (option: Option) => {
    onDone()
    // After the dialog has given the focus back: a command may move it.
    setTimeout(() => (option as Command).run())
  }
  const finder = useFinder(source, true, pick)
  return (
    <>
      <span className={classes(style.search, style.large)}>
        <Icon icon={Search} size={20} />
        <input
          {...finder.inputProps}
          aria-label={placeholder}
          placeholder={placeholder}
          value={finder.query}
          onChange={(event) => finder.setQuery(event.target.value)}
        />
        <Kbd keys="escape" />
      </span>
      <FinderResults finder={finder} label={placeholder} />
    </>
  )
}
