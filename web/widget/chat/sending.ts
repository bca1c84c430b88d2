import { call, Refusal } from './api.ts'
import { outbox } from './outbox.ts'
import { visit } from './session.ts'
import * as s from './store.ts'

let page: string | undefined
export const setPage = (address: unknown) => (page = typeof address === 'string' ? address.slice(0, 2000) : page)

let lastAt = 0
/** Writes down what is to be sent, then sends it; what cannot go now goes by itself later. */
export async function say(text: string, files: { name: string; type: string; content: Blob }[]): Promise<void> {
  // One after the other even within a millisecond: their times are their order.
  lastAt = Math.max(Date.now(), lastAt + 1)
  const one: s.Outgoing = { clientKey: crypto.randomUUID(), text, files, writtenAt: new Date(lastAt).toISOString(), wantsPerson: s.isWishOpen.value }
  s.isWishOpen.value = s.hasAsked.value = false
  s.outgoing.value = [...s.outgoing.value, one]
  await outbox.put(one)
  void flush()
}

/** Words that still wait carry the wish for a person along; false when none do. */
export async function wishWithWaiting(): Promise<boolean> {
  const one = s.outgoing.value.find((waiting) => !waiting.isSent)
  if (!one) return false
  one.wantsPerson = true
  await outbox.put(one)
  return true
}

export async function restore(): Promise<void> {
  const held = await outbox.all()
  const known = new Set(s.outgoing.value.map((one) => one.clientKey))
  s.outgoing.value = [...held.filter((one) => !known.has(one.clientKey)), ...s.outgoing.value]
}

export async function drop(clientKey: string): Promise<void> {
  s.outgoing.value = s.outgoing.value.filter((one) => one.clientKey !== clientKey)
  await outbox.remove(clientKey)
}

export async function tryAgain(clientKey: string): Promise<void> {
  change(clientKey, { problem: undefined })
  await flush()
}

const change = (clientKey: string, part: { isSent?: boolean; problem?: string | undefined }) =>
  (s.outgoing.value = s.outgoing.value.map((one) => (one.clientKey === clientKey ? ({ ...one, ...part } as s.Outgoing) : one)))

let running: Promise<void> | null = null
let pause: ReturnType<typeof setTimeout> | undefined
let gapMs = 500

/** Sends everything that waits, strictly in order. Whatever happens in between, the key makes sure that it is one message. */
export function flush(): Promise<void> {
  clearTimeout(pause)
  return (running ??= work().finally(() => (running = null)))
}

async function work(): Promise<void> {
  for (;;) {
    const next = s.outgoing.value.find((one) => !one.isSent && !one.problem)
    if (!next) return
    try {
      await send(next)
      gapMs = 500
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(0, 'unreachable')
      if (refusal.status === 401) {
        // The token ran out: a new one, then the same again.
        if (await visit().then(() => true, () => false)) continue // oxfmt-ignore
      } else if (!refusal.isPassing) {
        change(next.clientKey, { problem: refusal.code || 'failed' })
        continue
      }
      gapMs = Math.min(gapMs * 2, 30_000)
      pause = setTimeout(() => void flush(), Math.max(refusal.retryAfterMs, gapMs * (0.75 + Math.random() / 2)))
      return
    }
  }
}

async function send(one: s.Outgoing): Promise<void> {
  const attachments: string[] = []
  for (const file of one.files) {
    if (!file.id) {
      const { upload } = await import('./attach.ts')
      file.id = await upload(file, (percent) => (s.progress.value = percent)).finally(() => (s.progress.value = null))
      await outbox.put(one)
    }
    attachments.push(file.id)
  }
  try {
    await call('POST', '/messages', {
      clientKey: one.clientKey,
      text: one.text,
      attachments,
      writtenAt: one.writtenAt,
      wantsPerson: one.wantsPerson,
      ...(page ? { page } : {}),
    })
  } catch (error) {
    // The files were kept for another visitor or too long: from the start.
    if (error instanceof Refusal && error.code === 'attachment.not_found') for (const file of one.files) delete file.id
    throw error
  }
  change(one.clientKey, { isSent: true })
  await outbox.remove(one.clientKey)
}
