import { seededRandom } from '../../../server/connectors/email/mime/mutate.ts'
import type { Tally } from '../rig/gate.ts'
import { sleep } from '../rig/gate.ts'
import type { ServerProcess } from '../rig/server-process.ts'

/** How often each point is passed in a second at 200 messages/s, roughly: the kill comes within the first second or two. */
const passesPerSecond: Record<string, number> = { I1: 200, I2: 200, I3: 60, I4: 60, I5: 20, I6: 20, I7: 20, I8: 20, I9: 6 }
export const inboundPoints = Object.keys(passesPerSecond)

/** One death of the server: at a named point, or after so many milliseconds. */
export type Kill = { point: string; count: number } | { afterMs: number }

/** `perPoint` kills at each point and the rest at random moments, shuffled. */
export function planKills(count: number, perPoint: number, seed: number): Kill[] {
  const random = seededRandom(seed ^ 0x4b111)
  const kills: Kill[] = inboundPoints.flatMap((point) =>
    Array.from({ length: perPoint }, () => ({ point, count: 1 + Math.floor(random() * passesPerSecond[point]!) })),
  )
  while (kills.length < count) kills.push({ afterMs: 50 + Math.floor(random() * 1_450) })
  return kills
    .map((kill) => [random(), kill] as const)
    .sort((a, b) => a[0] - b[0])
    .slice(0, count)
    .map(([, kill]) => kill)
}

/** Lets the server die as planned and starts it again each time. A point that is not reached in time counts as a kill at a random moment. */
export async function killAndRestart(server: ServerProcess, kills: Kill[], tally: Tally): Promise<number[]> {
  const readyMs: number[] = []
  for (const kill of kills) {
    const isPoint = 'point' in kill
    if (server.isUp) await server.kill()
    const ready = await server.start(isPoint ? { env: { KILL_AT: `${kill.point}:${kill.count}` } } : {})
    if (ready !== null) readyMs.push(ready)
    if (isPoint) {
      const died = ready === null || (await server.diesWithin(5_000))
      tally.add(died ? `kills_${kill.point}` : 'points_not_reached')
      if (!died) await server.kill()
    } else {
      await sleep(kill.afterMs)
      await server.kill()
      tally.add('kills_random')
    }
    tally.add('kills')
  }
  readyMs.push((await server.start())!)
  return readyMs
}
