import { type ComponentProps, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { searchOptions } from '../option-search.ts'
import { type Option, optionId } from './option-list.tsx'

export interface FinderSource {
  /** Known options, filtered here. */
  options?: readonly Option[]
  /** Options from the server; added after the known ones that match. Called 120 ms after typing stops; `signal` ends a call that is no longer wanted. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly Option[]>
  /** Offers to make what was typed: the option to show for it. */
  offer?: (query: string) => Option | null
}

export interface Finder {
  query: string
  setQuery(query: string): void
  found: readonly Option[]
  active: number
  setActive(index: number): void
  /** Picks an option as Enter does, and empties the query. */
  pick(option: Option): void
  busy: boolean
  failed: boolean
  listId: string
  /** For the input that keeps the focus; see ARIA APG combobox with listbox popup. */
  inputProps: Pick<
    ComponentProps<'input'>,
    'role' | 'aria-expanded' | 'aria-controls' | 'aria-activedescendant' | 'aria-autocomplete' | 'autoComplete' | 'spellCheck' | 'onKeyDown'
  >
}

/** The mind of every combobox: query, matching options, which one is active, and the keys. While an input method composes no key acts. */
export function useFinder(source: FinderSource, open: boolean, onPick: (option: Option) => void): Finder {
  const listId = useId()
  const [query, setQueryState] = useState('')
  const [active, setActive] = useState(0)
  const setQuery = (next: string) => {
    setQueryState(next)
    setActive(0)
  }
  const remote = useRemoteOptions(source.search, query, open)
  const { options, offer } = source
  const found = useMemo(() => {
    const known = bySection(searchOptions(options ?? [], query))
    const ids = new Set(known.map((option) => option.id))
    const all = [...known, ...remote.options.filter((option) => !ids.has(option.id))]
    const offered = query.trim() ? offer?.(query.trim()) : null
    return offered ? [...all, offered] : all
  }, [options, remote.options, query, offer])
  const place = Math.min(active, found.length - 1)

  function pick(option: Option) {
    setQuery('')
    onPick(option)
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || !open) return
    const to = moves(event, place, found.length)
    if (to !== null) {
      event.preventDefault()
      setActive(to)
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      const option = found[place]
      if (option && !option.disabled) pick(option)
    }
  }
  return {
    query,
    setQuery,
    pick,
    found,
    active: place,
    setActive,
    busy: remote.busy,
    failed: remote.failed,
    listId,
    inputProps: {
      role: 'combobox',
      'aria-expanded': open,
      'aria-controls': open ? listId : undefined,
      'aria-activedescendant': open && place >= 0 ? optionId(listId, place) : undefined,
      'aria-autocomplete': 'list',
      autoComplete: 'off',
      spellCheck: false,
      onKeyDown,
    },
  }
}

/** Options of a section stand together, sections in the order of their best option. */
function bySection(options: readonly Option[]): readonly Option[] {
  const sections = Map.groupBy(options, (option) => option.section)
  return sections.size < 2 ? options : [...sections.values()].flat()
}

/** Home and End stay with the text; Ctrl+Home/End reach the ends of the list. The arrows go round. */
function moves(event: KeyboardEvent, active: number, count: number): number | null {
  if (count === 0 || event.altKey || event.metaKey) return null
  if (event.key === 'ArrowDown') return (active + 1) % count
  if (event.key === 'ArrowUp') return (active - 1 + count) % count
  if (event.key === 'PageDown') return Math.min(count - 1, active + 8)
  if (event.key === 'PageUp') return Math.max(0, active - 8)
  if (event.ctrlKey && event.key === 'Home') return 0
  return event.ctrlKey && event.key === 'End' ? count - 1 : null
}

function useRemoteOptions(search: FinderSource['search'], query: string, open: boolean) {
  const [answer, setAnswer] = useState<{ to: string | null; options: readonly Option[]; failed: boolean }>({ to: null, options: [], failed: false })
  const latest = useRef(search)
  useEffect(() => {
    latest.current = search
  })
  const searches = open && search !== undefined
  useEffect(() => {
    if (!searches) return
    const abort = new AbortController()
    const ask = async () => {
      try {
        const options = await latest.current!(query, abort.signal)
        if (!abort.signal.aborted) setAnswer({ to: query, options, failed: false })
      } catch {
        if (!abort.signal.aborted) setAnswer({ to: query, options: [], failed: true })
      }
    }
    const timer = setTimeout(() => void ask(), 120)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query, searches])
  return { options: answer.options, failed: answer.failed, busy: searches && answer.to !== query }
}
