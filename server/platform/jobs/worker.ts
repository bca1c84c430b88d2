import { EventEmitter } from 'node:events'
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Log } from '../log.ts'
import type { JobName, Jobs } from './catalogue.ts'

export type JobHandlers = {
  [Name in JobName]?: (workspaceId: WorkspaceId, payload: Jobs[Name], run: { attempt: number; maxAttempts: number }) => Promise<void>
}

export interface Worker {
  /** The names under which this process locks jobs; the heartbeat publishes them, so that a dead process's locks can be told from a living one's. */
  workerIds(): string[]
  stop(): Promise<void>
}

/** Runs jobs until stopped. `pool` must connect as the owner of graphile-worker's schema. A thrown error is tried again with growing gaps. */
export async function startWorker(pool: pg.Pool, handlers: JobHandlers, log: Log): Promise<Worker> {
  const ids = new Set<string>()
  const events = new EventEmitter() as WorkerEvents
  events.on('worker:create', ({ worker }) => ids.add(worker.workerId))
  events.on('worker:stop', ({ worker }) => ids.delete(worker.workerId))
  const runner = await run({
    pgPool: pool,
    taskList: tasksOf(handlers, log),
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => (level, message) => void (level === 'error' && log.warn({ message }, 'worker'))),
    events,
  })
  return { workerIds: () => [...ids], stop: () => runner.stop() }
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
