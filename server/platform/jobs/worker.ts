import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Log } from '../log.ts'
import type { JobName, Jobs } from './catalogue.ts'
import { freeForgottenLocks } from './forgotten-locks.ts'
import { lastingPool } from './lasting-pool.ts'

export type JobHandlers = {
  [Name in JobName]?: (workspaceId: WorkspaceId, payload: Jobs[Name], run: { attempt: number; maxAttempts: number }) => Promise<void>
}

export interface Worker {
  /** The names under which this process locks jobs; the heartbeat publishes them, so that a dead process's locks can be told from a living one's. */
  workerIds(): string[]
  stop(): Promise<void>
}

/**
 * Jobs of one lane never wait for those of another. Whoever receives our webhooks may let us wait the whole time limit, each time: an answer to a customer must
 * not stand behind that. What is not named is in the first lane.
 */
const lanes: { jobs: readonly JobName[]; concurrency: number }[] = [
  { jobs: [], concurrency: 4 },
  { jobs: ['webhooks.deliver'], concurrency: 4 },
]

/** What is under way has this long to end; the rest is taken up by whoever runs next. */
const stopWithinMs = 10_000

/** Runs jobs until stopped, also through times without a database. `pool` must connect as the owner of graphile-worker's schema. A thrown error is tried again with growing gaps. */
export async function startWorker(pool: pg.Pool, handlers: JobHandlers, log: Log): Promise<Worker> {
  const ids = new Set<string>()
  const running = new Set<string>()
  let hasStopped = false
  const lasting = lastingPool(pool, () => hasStopped)
  const events = new EventEmitter() as WorkerEvents
  // Jobs are locked by the pool's name (graphile-worker 0.17 and later), not by its workers'.
  events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id))
  events.on('pool:release', ({ workerPool }) => ids.delete(workerPool.id))
  events.on('job:start', ({ job }) => running.add(job.id))
  events.on('job:complete', ({ job }) => running.delete(job.id))
  const tasks = Object.entries(tasksOf(handlers, log))
  const laneOf = (name: string) =>
    Math.max(
      0,
      lanes.findIndex(({ jobs }) => jobs.includes(name as JobName)),
    )
  const runners = await Promise.all(
    lanes.flatMap(({ concurrency }, lane) => {
      const taskList = Object.fromEntries(tasks.filter(([name]) => laneOf(name) === lane))
      if (Object.keys(taskList).length === 0) return []
      const logger = new Logger(() => (level, message) => void (level === 'error' && log.warn({ message }, 'worker')))
      return run({ pgPool: lasting, taskList, concurrency, noHandleSignals: true, pollInterval: 1_000, logger, events })
    }),
  )
  const stopFreeing = freeForgottenLocks(
    pool,
    () => [...ids],
    () => [...running],
    log,
  )
  return {
    workerIds: () => [...ids],
    async stop() {
      hasStopped = true
      stopFreeing()
      const stopped = Promise.allSettled(runners.map((runner) => runner.stop()))
      await Promise.race([stopped, sleep(stopWithinMs, null, { ref: false })])
    },
  }
}

function tasksOf(handlers: JobHandlers, log: Log): TaskList {
  const tasks: TaskList = {}
  for (const [name, handle] of Object.entries(handlers)) {
    tasks[name] = async (given, { job }) => {
      const { workspaceId, payload } = given as { workspaceId: WorkspaceId; payload: never }
      const startedAt = performance.now()
      try {
        await handle(workspaceId, payload, { attempt: job.attempts, maxAttempts: job.max_attempts })
        log.debug({ job: name, id: job.id, durationMs: Math.round(performance.now() - startedAt) }, 'job done')
      } catch (error) {
        log.warn({ job: name, id: job.id, attempt: job.attempts, error: (error as Error).message }, 'job failed')
        throw error
      }
    }
  }
  return tasks
}
