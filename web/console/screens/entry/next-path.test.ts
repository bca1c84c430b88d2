import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPath } from './next-path.ts'

const cases: [name: string, search: string, path: string][] = [
  ['without a wish it is the inbox', '', '/inbox'],
  ['a path of ours is followed', '?to=%2Fsetup%2Fpeople', '/setup/people'],
  ['with its query', '?to=%2Finbox%2Fmine%3Fq%3Da', '/inbox/mine?q=a'],
  ['another site is not', '?to=https%3A%2F%2Fevil.example', '/inbox'],
  ['nor by a double slash', '?to=%2F%2Fevil.example', '/inbox'],
  ['nor by a backslash, which browsers read as a slash', '?to=%2F%5Cevil.example', '/inbox'],
  ['nor a script', '?to=javascript%3Aalert(1)', '/inbox'],
  ['signing in does not lead to signing in', '?to=%2Fsign-in%3Fto%3D%2Fsign-in', '/inbox'],
  ['the root is the inbox', '?to=%2F', '/inbox'],
]
for (const [name, search, path] of cases) test(name, () => assert.equal(nextPath(search), path))
