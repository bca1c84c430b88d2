import { useMemo, useState } from 'react'
import { useT } from '../i18n.tsx'
import { searchOptions } from '../option-search.ts'
import { Dialog } from './dialog.tsx'
import { Kbd } from './kbd.tsx'
import style from './keys-sheet.module.css'
import { SearchField } from './search-field.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface KeySection {
  title: string
  keys: readonly { keys: string; label: string }[]
}

/** Every shortcut, searchable. Drawn from the same records that bind them. */
export function KeysSheet({ open, onOpenChange, sections }: { open: boolean; onOpenChange(open: boolean): void; sections: readonly KeySection[] }) {
  const t = useT()
  const [query, setQuery] = useState('')
  const found = useMemo(
    () => sections.map((section) => ({ ...section, keys: searchOptions(section.keys, query) })).filter((section) => section.keys.length > 0),
    [sections, query],
  )
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('kit.keys_title')} size="large">
      <SearchField label={t('kit.keys_search')} value={query} onChange={setQuery} />
      <VisuallyHidden live>
        {query ? t('kit.result_count', { count: found.reduce((sum, section) => sum + section.keys.length, 0) }) : ''}
      </VisuallyHidden>
      <div className={style.columns}>
        {found.map((section) => (
          <section key={section.title} className={style.section}>
            <h3 className={style.title}>{section.title}</h3>
            <dl className={style.list}>
              {section.keys.map((one) => (
                <div key={one.keys + one.label} className={style.row}>
                  <dt>{one.label}</dt>
                  <dd>
                    <VisuallyHidden>{one.keys}</VisuallyHidden>
                    <Kbd keys={one.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {found.length === 0 && <p>{t('kit.no_results')}</p>}
    </Dialog>
  )
}
