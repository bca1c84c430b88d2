import * as Radix from 'radix-ui/tabs'
import type { ReactNode } from 'react'
import { Count } from './count.tsx'
import { Icon, type LucideIcon } from './icon.tsx'
import style from './tabs.module.css'

export interface Tab {
  id: string
  label: string
  icon?: LucideIcon
  count?: number
  content: ReactNode
}

interface TabsProps {
  /** What the tabs choose between, read aloud. */
  label: string
  tabs: Tab[]
  value?: string
  defaultValue?: string
  onValueChange?: (id: string) => void
}

/** Tabs that switch as the arrow keys move. Content of the others is not mounted. */
export function Tabs({ label, tabs, value, defaultValue = tabs[0]?.id, onValueChange }: TabsProps) {
  return (
    <Radix.Root className={style.root} value={value} defaultValue={value === undefined ? defaultValue : undefined} onValueChange={onValueChange}>
      <Radix.List className={style.list} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={style.tab}>
            {tab.icon && <Icon icon={tab.icon} />}
            {tab.label}
            {tab.count !== undefined && <Count value={tab.count} />}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={style.content}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
