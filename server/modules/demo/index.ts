/**
 * Owns the demo: a workspace's worth of customers and conversations in seven languages, customers who answer back, and taking all of it away again.
 * Promises that a workspace has the demo wholly or not at all, that its records are made by the same use cases as real ones and marked as demo, and that
 * removing it takes nothing that is real. Its words are in server/demo.
 */
export { createDemo, type Demo } from './create-demo.ts'
export type { DemoDeps } from './deps.ts'
export { loadDemo } from './load.ts'
export { removeDemo } from './remove.ts'
