import type { DemoAgentKey, DemoConversation, DemoCustomer, DemoItem, DemoTeam } from '../../demo/demo.ts'
import { momentAt } from '../../demo/demo.ts'
import { demoAgents } from '../../demo/agents.ts'
import type { DemoScript } from '../../demo/script.ts'

/** One thing that somebody did, at a moment of the past. */
export type Act =
  | { kind: 'meet'; customer: DemoCustomer }
  | { kind: 'say'; customer: DemoCustomer; conversation: DemoConversation; index: number; team: DemoTeam }
  | { kind: 'answer'; by: DemoAgentKey; conversation: DemoConversation; index: number; isReadLater: boolean; leaves: 'open' | 'waiting' }
  | { kind: 'note'; by: DemoAgentKey; conversation: DemoConversation; text: string; mentions: DemoAgentKey[] }
  | { kind: 'label'; by: DemoAgentKey; conversation: DemoConversation }
  | { kind: 'assign'; by: DemoAgentKey; conversation: DemoConversation; team: DemoTeam | null; to: DemoAgentKey | null }
  | { kind: 'snooze'; by: DemoAgentKey; conversation: DemoConversation; until: Date | 'reply' }
  | { kind: 'resolve'; by: DemoAgentKey; conversation: DemoConversation }
  | { kind: 'begin_script'; customer: DemoCustomer; script: DemoScript; channel: 'email' | 'web-chat' }
export interface Step {
  at: Date
  act: Act
}

/** Hands out what nobody has taken, and watches over the rest. */
const dispatcher: DemoAgentKey = 'asha'
const gapMs = { label: 20_000, assign: 15_000, snooze: 40_000, meet: 1_000 }
/** Between two openings of scripted customers: the newest of the list, and not all at once. */
const openingGapMs = 25_000

/** Everything that happens in the demo, in the order of time, seen from `now`. Pure. */
export function demoSteps(customers: DemoCustomer[], scripts: DemoScript[], now: Date): Step[] {
  const steps = customers.flatMap((customer) => {
    const own = customer.conversations.flatMap((conversation) => stepsOf(customer, conversation, now))
    const first = Math.min(...own.map(({ at }) => at.getTime()))
    return [{ at: new Date(first - gapMs.meet), act: { kind: 'meet', customer } as const }, ...own]
  })
  scripts.forEach((script, index) => {
    const customer = customers.find(({ key }) => key === script.customer)
    if (!customer) throw new Error(`nobody speaks script ${script.key}`)
    const at = new Date(now.getTime() - (scripts.length - index) * openingGapMs)
    // Both ways of writing are there to practise; a visitor without an address has but one.
    steps.push({ at, act: { kind: 'begin_script', customer, script, channel: index % 2 === 0 || !customer.email ? 'web-chat' : 'email' } })
  })
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function stepsOf(customer: DemoCustomer, conversation: DemoConversation, now: Date): Step[] {
  const { items, tags, priority } = conversation
  const keeper = conversation.assignee ?? dispatcher
  const firstAt = momentAt(items[0]!.at, now)
  const team = firstTeam(conversation)
  const steps = items.flatMap((item, index): Step[] => {
    const act = actOf(customer, conversation, item, index, team)
    return act ? [{ at: momentAt(item.at, now), act }] : []
  })
  if (tags.length > 0 || priority !== 'normal') steps.push({ at: after(firstAt, gapMs.label), act: { kind: 'label', by: keeper, conversation } })
  if (lastAssignee(items) !== conversation.assignee) {
    const heldAt = momentAt(items.findLast(({ kind }) => kind !== 'resolved')!.at, now)
    steps.push({ at: after(heldAt, gapMs.assign), act: { kind: 'assign', by: dispatcher, conversation, team: null, to: conversation.assignee } })
  }
  const until = conversation.snoozedUntil
  if (until) {
    const act = { kind: 'snooze', by: keeper, conversation, until: until === 'reply' ? until : momentAt(until, now) } as const
    steps.push({ at: after(momentAt(items.at(-1)!.at, now), gapMs.snooze), act })
  }
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime())
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

function actOf(customer: DemoCustomer, conversation: DemoConversation, item: DemoItem, index: number, team: DemoTeam): Act | null {
  switch (item.kind) {
    case 'message': {
      if (item.from === 'customer') return { kind: 'say', customer, conversation, index, team }
      const later = conversation.items.slice(index + 1).filter((one) => one.kind === 'message')
      const leaves = later.length === 0 && conversation.status === 'open' ? 'open' : 'waiting'
      return { kind: 'answer', by: item.from, conversation, index, leaves, isReadLater: later.some(({ from }) => from === 'customer') }
    }
    case 'note':
      return { kind: 'note', by: item.by, conversation, text: item.text, mentions: item.mentions }
    case 'transferred':
      return { kind: 'assign', by: item.by, conversation, team: item.toTeam, to: item.to }
    case 'resolved':
      return { kind: 'resolve', by: item.by, conversation }
    // What was promised stands in the agent's own words; a record of its own comes with the module that keeps promises.
    case 'promise':
      return null
  }
}

/** Where it was before it was passed on: with a team of whoever passed it. */
function firstTeam({ items, team }: DemoConversation): DemoTeam {
  const passed = items.find((item) => item.kind === 'transferred')
  if (!passed) return team
  return demoAgents.find(({ key }) => key === passed.by)?.teams.find((one) => one !== passed.toTeam) ?? team
}

/** Who has it in the end when the first to answer takes it and a transfer gives it on. */
function lastAssignee(items: DemoItem[]): DemoAgentKey | null {
  let assignee: DemoAgentKey | null = null
  for (const item of items) {
    if (item.kind === 'transferred') assignee = item.to
    else if (item.kind === 'message' && item.from !== 'customer') assignee ??= item.from
  }
  return assignee
}
