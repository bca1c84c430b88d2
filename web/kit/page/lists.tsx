import Check from 'lucide-react/icons/check'
import Mail from 'lucide-react/icons/mail'
import { useCallback, useMemo, useState } from 'react'
import { Card } from '../components/card.tsx'
import { ChannelGlyph } from '../components/channel-glyph.tsx'
import { ChipRow } from '../components/chip.tsx'
import { type Point, MenuAt } from '../components/context-menu.tsx'
import { Count } from '../components/count.tsx'
import { Listbox } from '../components/listbox.tsx'
import { RelativeTime } from '../components/relative-time.tsx'
import { Table } from '../components/table.tsx'
import { Tabs } from '../components/tabs.tsx'
import { showToast } from '../components/toast.tsx'
import { UserText } from '../components/user-text.tsx'
import style from './page.module.css'
import { customers, useSamples } from './samples.ts'
import { Grid, Section } from './section.tsx'

type Customer = (typeof customers)[number] & { id: string }
const idOf = (customer: Customer) => customer.id

export function Lists() {
  const words = useSamples()
  const items = useMemo(
    () => Array.from({ length: 10_000 }, (_, index): Customer => ({ ...customers[index % customers.length]!, id: `c${index}` })),
    [],
  )
  const [active, setActive] = useState<string | null>('c0')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [menu, setMenu] = useState<Point | null>(null)
  const render = useCallback(
    (customer: Customer) => (
      <div className={style.customer}>
        <UserText className={style.name}>{customer.name}</UserText>
        <ChannelGlyph channel={customer.channel} />
        <span className={style.age}>
          <RelativeTime at={new Date(Date.now() - customer.ageMinutes * 60_000)} />
        </span>
        <UserText className={style.words}>{customer.text}</UserText>
        <span className={style.chips}>
          <ChipRow
            chips={[
              { id: 'strain', tone: 'strain', children: words.frustrated },
              { id: 'promise', tone: 'attention', children: words.promise },
              { id: 'label', children: words.label },
            ]}
          />
          {customer.unread > 0 && <Count value={customer.unread} strong />}
        </span>
      </div>
    ),
    [words],
  )
  return (
    <Section title="Lists">
      <Grid>
        <div className={style.list}>
          <Listbox
            label="Conversations"
            items={items}
            idOf={idOf}
            render={render}
            rowHeight={88}
            activeId={active}
            onActive={setActive}
            selectedIds={selected}
            onSelect={setSelected}
            onOpen={(id) => showToast({ message: `Open ${id}` })}
            onMenu={(_, at) => setMenu(at)}
          />
          <MenuAt
            at={menu}
            onClose={() => setMenu(null)}
            items={[{ id: 'resolve', label: words.resolve, icon: Check, onSelect: () => showToast({ message: words.resolved }) }]}
          />
        </div>
        <Card title={words.kept} icon={Check} keys="d">
          {words.hint}
        </Card>
        <Card title="Channels" icon={Mail} flush>
          <Table
            caption="Channels of this week"
            columns={[
              { id: 'name', title: words.name, heads: true, render: (row) => row.name },
              { id: 'channel', title: 'Channel', render: (row) => <ChannelGlyph channel={row.channel} /> },
              { id: 'minutes', title: 'min', numeric: true, render: (row) => row.ageMinutes },
            ]}
            rows={customers.slice(0, 4)}
            keyOf={(row) => row.name}
          />
        </Card>
      </Grid>
      <Tabs
        label="Conversation parts"
        tabs={[
          { id: 'all', label: words.reply, count: 12, content: words.hint },
          { id: 'notes', label: words.label, count: 0, content: words.offline },
          { id: 'calls', label: words.snooze, icon: Mail, content: words.writing },
        ]}
      />
    </Section>
  )
}
