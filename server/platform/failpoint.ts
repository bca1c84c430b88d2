/**
 * Named points at which the gates (scripts/gates) kill this process: `KILL_AT=I4:37` ends it with SIGKILL the 37th time that point I4 is passed. Only under
 * NODE_ENV=test; everywhere else passing a point is a call of an empty function.
 */
export const failpoint: (name: KillPoint) => void = killer(process.env.NODE_ENV === 'test' ? process.env.KILL_AT : undefined)

/** Inbound I1–I10 and outbound O1, O4, as docs/guarantees.md lists them. O2 and O3 lie within a provider's answer: its simulator kills there. */
export type KillPoint = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'O1' | 'O4'

function killer(wish: string | undefined): (name: KillPoint) => void {
  const found = /^([IO]\d+)(?::(\d+))?$/.exec(wish ?? '')
  if (!found) return () => {}
  const [, point, count = '1'] = found
  let left = Number(count)
  return (name) => {
    if (name === point && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}

/** A defence that a gate switches off to see that it would notice: `DEFENCE_OFF=unique_key,…`, only under NODE_ENV=test. */
export function isOff(defence: Defence): boolean {
  return off.has(defence)
}
export type Defence = 'unique_key' | 'idempotency' | 'cursor_after_commit'

const off: ReadonlySet<string> = new Set(process.env.NODE_ENV === 'test' ? (process.env.DEFENCE_OFF ?? '').split(',') : [])
