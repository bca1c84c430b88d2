import LoaderCircle from 'lucide-react/icons/loader-circle'
import Power from 'lucide-react/icons/power'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Chip, type Tone } from '../../../../kit/components/chip.tsx'
import type { LucideIcon } from '../../../../kit/components/icon.tsx'
import { RelativeTime } from '../../../../kit/components/relative-time.tsx'
import { useT, useTOr } from '../../../../kit/i18n.tsx'
import { Fact, Facts } from '../../pieces/screen.tsx'
import { failureKind } from './failure-kind.ts'

type State = Inbox['health']['state']

const looks: Record<State, { tone: Tone; icon?: LucideIcon }> = {
  ok: { tone: 'success' },
  starting: { tone: 'info', icon: LoaderCircle },
  needs_attention: { tone: 'danger' },
  off: { tone: 'neutral', icon: Power },
}

/** How a channel is: picture, word and colour. */
export function HealthChip({ state }: { state: State }) {
  const t = useT()
  return <Chip {...looks[state]}>{t(`setup.health_${state}`)}</Chip>
}

/** When the last message came in and went out. */
export function LastTimes({ health }: { health: Inbox['health'] }) {
  const t = useT()
  const time = (at: string | null) => (at ? <RelativeTime at={at} long /> : '–')
  return (
    <Facts>
      <Fact word={t('setup.last_in')}>{time(health.lastInAt)}</Fact>
      <Fact word={t('setup.last_out')}>{time(health.lastOutAt)}</Fact>
    </Facts>
  )
}

/** Why something does not work and how to mend it, in the agent's language; what nobody has translated shows as it is. */
export function useFailureText(): (reason: string | null, fix?: string | null) => { why: string | null; fix: string | null } {
  const tOr = useTOr()
  return (reason, fix = null) => {
    const kind = failureKind(fix ?? reason)
    return {
      why: kind === null ? reason : tOr(`setup.why.${kind}`, reason ?? ''),
      fix: kind === null ? fix : tOr(`setup.fix.${kind}`, '') || null,
    }
  }
}
