import { routes } from '../../../contract/api/index.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { done } from '../../../contract/paging.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import type { Http } from '../../platform/http/http.ts'
import type { JobHandlers } from '../../platform/jobs/worker.ts'
import { answerAsCustomer, customersAnswer } from './customers-answer.ts'
import type { DemoDeps } from './deps.ts'
import { loadDemo } from './load.ts'
import { removeDemo } from './remove.ts'

export interface Demo {
  /** Asks for the demo in a workspace. Resolves once that is written down: a worker loads it, also after a crash. */
  load(workspaceId: WorkspaceId): Promise<void>
  subscriber: Subscriber
  jobs: JobHandlers
  /** Serves the removal. */
  serve(http: Http): void
}

const system = { kind: 'system', name: 'demo' } as const

export function createDemo(deps: DemoDeps): Demo {
  return {
    load: (workspaceId) => deps.database.transaction(workspaceId, system, async (ctx) => ctx.enqueue('demo.load', {}, { key: 'demo.load' })),
    subscriber: customersAnswer,
    jobs: {
      'demo.load': async (workspaceId) => void (await loadDemo(deps, workspaceId)),
      'demo.customer_answers': (workspaceId, { conversationId }) => answerAsCustomer(deps, workspaceId, conversationId),
    },
    serve: (http) =>
      http.serveOutside(routes.removeDemo, async ({ caller }) => {
        await removeDemo(deps, caller!.workspaceId, caller!.actor)
        return done
      }),
  }
}
