import Archive from 'lucide-react/icons/archive'
import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import Clock from 'lucide-react/icons/clock'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Eye from 'lucide-react/icons/eye'
import Paperclip from 'lucide-react/icons/paperclip'
import { Button } from '../components/button.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { Kbd } from '../components/kbd.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { useSamples } from './samples.ts'
import { Line, Section } from './section.tsx'

export function Actions() {
  const words = useSamples()
  return (
    <Section title="Actions">
      <Line>
        <Button variant="primary" keys="mod+enter" showKeys>
          {words.send}
        </Button>
        <Button icon={Check} keys="e">
          {words.resolve}
        </Button>
        <Button icon={Clock} iconEnd={ChevronDown} keys="h" showKeys>
          {words.snooze}
        </Button>
        <Button variant="quiet" icon={Archive}>
          {words.takeOver}
        </Button>
        <Button variant="quiet" icon={Eye} aria-pressed="true">
          {words.reply}
        </Button>
        <Button variant="danger">{words.remove}</Button>
        <LinkButton href="#kit" variant="secondary">
          {words.unassigned}
        </LinkButton>
      </Line>
      <Line>
        <Button variant="primary" busy>
          {words.send}
        </Button>
        <Button busy>{words.resolve}</Button>
        <Button variant="primary" disabled>
          {words.send}
        </Button>
        <Button disabled>{words.resolve}</Button>
        <Button disabledReason="Nobody is signed in for this team.">{words.takeOver}</Button>
        <Button size="compact" icon={Check}>
          {words.resolve}
        </Button>
        <Button size="compact" variant="quiet">
          {words.reply}
        </Button>
      </Line>
      <Line>
        <IconButton icon={Paperclip} label="Attach a file" />
        <IconButton icon={Ellipsis} label="More" variant="secondary" keys="shift+f10" />
        <IconButton icon={Check} label={words.resolve} variant="primary" size="compact" />
        <IconButton icon={Clock} label={words.snooze} disabled />
        <Kbd keys="mod+k" /> <Kbd keys="g i" /> <Kbd keys="?" /> <Kbd keys="shift+j" />
      </Line>
    </Section>
  )
}
