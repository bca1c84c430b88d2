import { useMemo } from 'react'
import { ApiProblem, call } from '../api.ts'
import { cell } from './cell.ts'
import { forget, keep, recallAll } from './disk.ts'
import { inOrder, judge, type Errand } from './outbox-order.ts'
import { currentMe } from './session.ts'
import { onLive } from './stream.ts'
import { newUuid } from './uuid.ts'

/** Errands not yet answered, oldest first; replies and notes among them are drawn in the timeline. */
const errands = cell<readonly Errand[]>([])
/** Waits for the connection, as opposed to being on its way at this moment. */
export const isStuck = cell(false)
export const useErrands = (): readonly Errand[] => errands.use()
export function useErrandsOf(conversationId: string): readonly Errand[] {
  const all = errands.use()
  return useMemo(() => all.filter((one) => one.conversationId === conversationId && one.kind !== 'change'), [all, conversationId])
}

type Outcome = { answer: unknown } | { problem: ApiProblem }
const waiting = new Map<string, (outcome: Outcome) => void>()
const refusals = new Set<(errand: Errand, problem: ApiProblem) => void>()
const answers = new Set<(errand: Errand, answer: unknown) => void>()
/** Tells of errands the server refused, also of those made before a reload. */
export const onRefused = (listener: (errand: Errand, problem: ApiProblem) => void): void => void refusals.add(listener)
export const onAnswered = (listener: (errand: Errand, answer: unknown) => void): void => void answers.add(listener)

type Order = Pick<Errand, 'kind' | 'route' | 'params' | 'body' | 'conversationId'> & { key?: string }

/**
 * Gives an errand to the outbox: it is on the disk before it is on the wire, and goes out in order, now or when the connection is back.
 * Resolves with the server's answer, maybe much later. Errors: ApiProblem when it was refused.
 */
export async function send(order: Order): Promise<unknown> {
  const errand: Errand = { key: newUuid(), agentId: currentMe()?.agent.id ?? '', madeAt: new Date().toISOString(), ...order }
  errands.set((before) => [...before, errand])
  const outcome = new Promise<Outcome>((resolve) => waiting.set(errand.key, resolve))
  // Changes of a moment (assign, status) need the disk only if they have to wait.
  if (errand.kind !== 'change' || isStuck.get()) await keep('outbox', diskKey(errand), errand)
  void flush()
  const result = await outcome
  if ('problem' in result) throw result.problem
  return result.answer
}

const diskKey = (errand: Errand) => `${errand.agentId} ${errand.key}`
let flushing: Promise<void> | null = null
let retry: ReturnType<typeof setTimeout> | undefined

function flush(): Promise<void> {
  flushing ??= sendAll().finally(() => {
    flushing = null
  })
  return flushing
}

async function sendAll(): Promise<void> {
  clearTimeout(retry)
  for (let next = errands.get()[0]; next; next = errands.get()[0]) {
    const outcome = await attempt(next)
    const verdict = 'answer' in outcome ? 'done' : judge(outcome.problem.status, outcome.problem.code)
    if (verdict === 'wait') {
      isStuck.set(true)
      for (const one of errands.get()) void keep('outbox', diskKey(one), one)
      retry = setTimeout(() => void flush(), 5_000)
      return
    }
    isStuck.set(false)
    finish(next, outcome)
  }
}

async function attempt({ route, params, body, key }: Errand): Promise<Outcome> {
  try {
    return {
      answer: await call(route as 'POST /conversations/:id/status', { params: params as never, body: body as never }, { idempotencyKey: key }),
    }
  } catch (error) {
    return { problem: error instanceof ApiProblem ? error : new ApiProblem(500, { title: (error as Error).message, code: 'client.fault' }) }
  }
}

function finish(errand: Errand, outcome: Outcome): void {
  // Whoever draws the answer does so before the errand goes, so that nothing is missing for a moment.
  if ('answer' in outcome) answers.forEach((listener) => listener(errand, outcome.answer))
  else refusals.forEach((listener) => listener(errand, outcome.problem))
  errands.set((before) => before.filter((one) => one.key !== errand.key))
  void forget('outbox', diskKey(errand))
  waiting.get(errand.key)?.(outcome)
  waiting.delete(errand.key)
}

/** Takes an errand back that has not gone out. False when it is too late. */
export function withdraw(key: string): boolean {
  const errand = errands.get().find((one) => one.key === key)
  if (!errand || !isStuck.get()) return false
  errands.set((before) => before.filter((one) => one.key !== key))
  void forget('outbox', diskKey(errand))
  waiting.delete(key)
  return true
}

/** Takes up what an earlier page left unsent, and goes on whenever the connection is back. Call once, signed in. */
export async function startOutbox(): Promise<void> {
  const me = currentMe()?.agent.id
  if (!me) return
  onLive(() => void flush())
  const left = await recallAll<Errand>('outbox', `${me} `)
  const known = new Set(errands.get().map((one) => one.key))
  errands.set((before) => [...inOrder(left).filter((one) => !known.has(one.key)), ...before])
  void flush()
}
