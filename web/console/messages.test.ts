import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { partOfMessage } from '../kit/message-parts.ts'

const own = import.meta.dirname
const main = readFileSync(join(own, 'main.tsx'), 'utf8')
/** What main.tsx loads with each screen; what screens share may say only what each of them has. */
const loaded = new Map<string, string[]>(
  [...main.matchAll(/needMessages\(\[([^\]]*)\], \(\) => import\('\.\/screens\/(\w+)\//g)].map((match) => [match[2]!, match[1]!.match(/\w+/g) ?? []]),
)
loaded.set('pieces', ['form'])

for (const root of ['.', '../kit'])
  test(`${root === '.' ? 'console' : 'kit'}: a screen says only what is loaded with it`, () => {
    const files = readdirSync(join(own, root), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    assert.ok(files.length > 50)
    for (const file of files) {
      const has = loaded.get(/^screens\/(\w+)\//.exec(file)?.[1] ?? '') ?? []
      for (const [, id] of readFileSync(join(own, root, file), 'utf8').matchAll(/['`]((?:form|setup|customers|me|entry)\.[a-z_$][^'`]*)['`]/g))
        assert.ok(has.includes(partOfMessage(id!)), `${file} says ${id}, which is not loaded with it`)
    }
  })

test('every screen with words of its own loads them', () => {
  assert.deepEqual([...loaded.keys()].sort(), ['customers', 'entry', 'me', 'pieces', 'setup'])
  for (const [screen, parts] of loaded) if (screen !== 'pieces') assert.ok(parts.includes(screen), screen)
})
