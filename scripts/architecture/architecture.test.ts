import assert from 'node:assert/strict'
import { test } from 'node:test'
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { checkImports, findCycles, readImports } from './imports.mjs'
// @ts-expect-error plain JavaScript
import { checkEvents, checkNames, checkWriters } from './rules.mjs'

const planted: [name: string, from: string, text: string][] = [
  ['the contract imports the server', 'contract/a.ts', `import { x } from '../server/platform/x.ts'`],
  ['the platform knows a module', 'server/platform/a.ts', `import type { X } from '../modules/people/index.ts'`],
  ['a module reaches into another', 'server/modules/people/a.ts', `import { x } from '../workspaces/directory.ts'`],
  ['a lower module calls an upper one', 'server/modules/contacts/a.ts', `import { x } from '../conversations/index.ts'`],
  ['conversations know webhooks', 'server/modules/conversations/a.ts', `import { x } from '../webhooks/index.ts'`],
  ['a module knows a connector', 'server/modules/delivery/a.ts', `import { x } from '../../connectors/email/index.ts'`],
  ['a connector knows the platform', 'server/connectors/email/a.ts', `import { x } from '../../platform/log.ts'`],
  ['a connector knows another', 'server/connectors/email/a.ts', `export { x } from '../web-chat/index.ts'`],
  ['the console knows the server', 'web/console/a.tsx', `import type { X } from '../../server/modules/people/index.ts'`],
  ['the console knows the widget', 'web/console/a.tsx', `const x = await import('../widget/x.ts')`],
  ['product code imports a test', 'server/app.ts', `import { x } from './testing/app.ts'`],
]
for (const [name, path, text] of planted) {
  test(`caught: ${name}`, () => assert.equal(checkImports(readImports(new Map([[path, text]]))).length >= 1, true))
}

test('allowed: a module calls one below it at its index', () => {
  assert.deepEqual(
    checkImports(
      readImports(
        new Map([
          ['server/modules/delivery/a.ts', `import { x } from '../conversations/index.ts'\nimport type { C } from '../../connectors/connector.ts'`],
        ]),
      ),
    ),
    [],
  )
})

test('caught: a cycle over three files, type imports counted', () => {
  const files = new Map([
    ['server/a.ts', `import { b } from './b.ts'`],
    ['server/b.ts', `import type { C } from './c.ts'`],
    ['server/c.ts', `export { a } from './a.ts'`],
  ])
  assert.equal(findCycles(readImports(files)).length, 1)
})

test('caught: a table written by a stranger, in SQL and in bulk', () => {
  assert.equal(checkWriters(new Map([['server/modules/views/a.ts', 'ctx.sql.run(`update agents set name = $1`)']])).length, 1)
  assert.equal(checkWriters(new Map([['server/modules/views/a.ts', `insertRows(ctx.sql, 'messages', rows)`]])).length, 1)
  assert.equal(checkWriters(new Map([['server/modules/views/a.ts', 'ctx.sql.many(`select name from agents`)']])).length, 0)
})

test('caught: an event that nobody publishes', () => {
  const contract = `export interface Events {\n  'a.done': { id: string }\n  'b.done': { id: string }\n}`
  assert.deepEqual(
    checkEvents(
      new Map([
        ['contract/events.ts', contract],
        ['server/modules/x/a.ts', `ctx.emit('a.done', { id })`],
      ]),
    ),
    ['contract/events.ts: nobody publishes b.done'],
  )
})

test('caught: a name that says nothing', () => {
  assert.equal(
    checkNames(
      new Map([
        ['server/modules/x/string-utils.ts', ''],
        ['server/modules/x/database.ts', ''],
      ]),
    ).length,
    1,
  )
})
