import { useState } from 'react'
import { Checkbox } from '../components/checkbox.tsx'
import { Combobox } from '../components/combobox.tsx'
import { FormField } from '../components/form-field.tsx'
import type { Option } from '../components/option-list.tsx'
import { RadioGroup } from '../components/radio-group.tsx'
import { SearchField } from '../components/search-field.tsx'
import { Select } from '../components/select.tsx'
import { Switch } from '../components/switch.tsx'
import { TextArea } from '../components/text-area.tsx'
import { TextField } from '../components/text-field.tsx'
import { useSamples } from './samples.ts'
import { Grid, Section, Stack } from './section.tsx'

export const labels: Option[] = ['Refund', 'Delivery', 'Payment', 'പരാതി', 'शिकायत', 'Sugestão'].map((label) => ({ id: label, label }))
const searchSlowly = async (query: string) => {
  await new Promise((resolve) => setTimeout(resolve, 300))
  return query ? [{ id: `server-${query}`, label: `${query} (from the server)` }] : []
}

export function Fields() {
  const words = useSamples()
  const [text, setText] = useState('')
  const [secret, setSecret] = useState('correct horse')
  const [order, setOrder] = useState('4512')
  const [query, setQuery] = useState('')
  const [note, setNote] = useState('')
  const [team, setTeam] = useState<'refunds' | 'delivery' | ''>('')
  const [one, setOne] = useState<readonly Option[]>([])
  const [many, setMany] = useState<readonly Option[]>(labels.slice(0, 2))
  return (
    <Section title="Fields">
      <Grid>
        <FormField label={words.name} hint={words.hint}>
          <TextField value={text} onChange={setText} placeholder="Ravi" autoComplete="name" />
        </FormField>
        <FormField label={words.order} error={words.orderError} required>
          <TextField value={order} onChange={setOrder} />
        </FormField>
        <FormField label="Password">
          <TextField type="password" value={secret} onChange={setSecret} autoComplete="new-password" />
        </FormField>
        <FormField label={words.name} optional>
          <TextField value="Asha" onChange={() => {}} disabled />
        </FormField>
        <FormField label={words.reply}>
          <TextArea value={note} onChange={setNote} rows={2} placeholder="…" />
        </FormField>
        <FormField label="Team">
          <Select
            value={team}
            onChange={(next) => setTeam(next)}
            placeholder="Choose a team"
            choices={[
              { value: 'refunds', label: words.label },
              { value: 'delivery', label: 'Delivery' },
            ]}
          />
        </FormField>
        <FormField label="One of many">
          <Combobox label="One of many" value={one} onChange={setOne} options={labels} search={searchSlowly} placeholder={words.assign} />
        </FormField>
        <FormField label="Several, and new ones">
          <Combobox
            label="Labels"
            multiple
            value={many}
            onChange={setMany}
            options={labels}
            offer={(typed) => ({ id: `new-${typed}`, label: `+ ${typed}` })}
            placeholder={words.label}
          />
        </FormField>
        <SearchField label="Search customers" value={query} onChange={setQuery} keys="/" />
      </Grid>
      <Ticks />
    </Section>
  )
}

function Ticks() {
  const words = useSamples()
  const [ticked, setTicked] = useState(true)
  const [sounds, setSounds] = useState(true)
  const [way, setWay] = useState<'mail' | 'chat'>('mail')
  return (
    <Grid>
      <Stack>
        <Checkbox label={words.kept} checked={ticked} onChange={setTicked} />
        <Checkbox label={words.late} hint={words.hint} checked={!ticked} onChange={(next) => setTicked(!next)} />
        <Checkbox label={words.label} checked="mixed" onChange={() => {}} />
        <Checkbox label={words.news} checked disabled onChange={() => {}} />
      </Stack>
      <Stack>
        <Switch label={words.name} hint={words.hint} checked={sounds} onChange={setSounds} />
        <Switch label={words.reply} checked={!sounds} onChange={(next) => setSounds(!next)} />
        <Switch label={words.late} checked={false} disabled onChange={() => {}} />
      </Stack>
      <RadioGroup
        label={words.reply}
        value={way}
        onChange={(next) => setWay(next)}
        choices={[
          { value: 'mail', label: 'Gmail, Outlook or another mailbox', hint: words.hint },
          { value: 'chat', label: 'Chat' },
        ]}
      />
    </Grid>
  )
}
