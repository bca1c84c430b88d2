const firstMs = 500
const mostMs = 30_000

/** How long to wait before the next try to connect: doubling from 0.5 s to 30 s, spread by half so that a whole office does not come back in one moment. Pure; `random` in [0, 1). */
export function backOffMs(failures: number, random: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 10))
  return Math.round(full * (0.5 + random / 2))
}
