import Tag from 'lucide-react/icons/tag'
import { useState } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { ChannelGlyph } from '../components/channel-glyph.tsx'
import { Chip, ChipRow } from '../components/chip.tsx'
import { Count } from '../components/count.tsx'
import { RelativeTime, useNow } from '../components/relative-time.tsx'
import { customers, useSamples } from './samples.ts'
import { Line, Section } from './section.tsx'

const channels = ['email', 'chat', 'whatsapp', 'sms', 'call', 'telegram', 'instagram', 'messenger', 'mention', 'review', 'form', 'api']

export function Marks() {
  const words = useSamples()
  const now = useNow()
  const [labelled, setLabelled] = useState(true)
  return (
    <Section title="Marks">
      <Line>
        <Chip tone="strain">{words.frustrated}</Chip>
        <Chip tone="attention">{words.promise}</Chip>
        <Chip tone="danger">{words.late}</Chip>
        <Chip tone="success">{words.kept}</Chip>
        <Chip tone="info">{words.news}</Chip>
        <Chip>{words.label}</Chip>
        <Chip icon={Tag} onClick={() => setLabelled(true)}>
          {words.label}
        </Chip>
        {labelled && (
          <Chip icon={Tag} onRemove={() => setLabelled(false)}>
            {words.label}
          </Chip>
        )}
        <ChipRow
          chips={[
            { id: '1', tone: 'strain', children: words.frustrated },
            { id: '2', tone: 'attention', children: words.promise },
            { id: '3', children: words.label },
            { id: '4', children: words.news },
          ]}
        />
      </Line>
      <Line>
        {customers.map((customer, index) => (
          <Avatar key={customer.name} name={customer.name} size={40} presence={(['online', 'away', 'offline'] as const)[index]} />
        ))}
        {customers.map((customer) => (
          <Avatar key={customer.name} name={customer.name} />
        ))}
        <Avatar name="" size={24} />
        <Avatar name="ശ്രീജ" size={24} />
        <Count value={7} /> <Count value={0} /> <Count value={12} strong label="12 unread" /> <Count value={4200} />
        {customers.map((customer) => (
          <RelativeTime key={customer.name} at={new Date(now.getTime() - customer.ageMinutes * 60_000)} />
        ))}
        <RelativeTime at={new Date(now.getTime() - 11 * 60_000)} long />
        <RelativeTime at={new Date(now.getTime() - 90 * 86_400_000)} />
      </Line>
      <Line>
        {channels.map((channel) => (
          <ChannelGlyph key={channel} channel={channel} />
        ))}
        <ChannelGlyph channel="whatsapp" iconOnly />
      </Line>
    </Section>
  )
}
