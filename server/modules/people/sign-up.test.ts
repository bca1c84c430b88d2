import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { allWorkspaces } from '../workspaces/index.ts'
import { makeOwner } from './owner.ts'
import { createSignUp } from './sign-up.ts'
import { ownerInput, startPeople, type PeopleServer } from './test-server.ts'

let t: PeopleServer
const seeded: string[] = []
before(async () => (t = await startPeople({ isDemo: true, onFirstOwner: async (workspaceId) => void seeded.push(workspaceId) })))
after(() => t.close())

test('an empty installation asks for an owner', async () => {
  const { status, body } = await t.call('GET', '/start')
  assert.equal(status, 200)
  assert.deepEqual([body.needsOwner, body.isDemo, typeof body.version], [true, true, 'string'])
})

test('a demo owner is not a real one', async () => {
  await makeOwner(t.database, { email: 'demo@shop.test', name: 'Demo', password: 'nobody signs in here', workspace: 'Demo', isDemo: true })
  assert.equal((await t.call('GET', '/start')).body.needsOwner, true)
})

for (const password of ['short', 'password123'])
  test(`the first owner does not sign up with ${password}`, async () => {
    const { status, cookie } = await t.call('POST', '/sign-up', { body: { ...ownerInput, password } })
    assert.equal(status, 422)
    assert.equal(cookie, null)
    assert.equal((await t.call('GET', '/start')).body.needsOwner, true)
  })

test('of twenty sign-ups at once, over two processes, one makes the workspace', async () => {
  const other = createSignUp(t.database)
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, (_, at) => t.call('POST', '/sign-up', { body: { ...ownerInput, email: `owner${at}@shop.test` } })),
    other
      .signUp({ ...ownerInput, locale: 'en', email: 'other@shop.test' }, { userAgent: '', address: '' })
      .then(() => ({ status: 201, body: { code: '' }, cookie: 'samvad_session' }))
      .catch((error: { status: number; code: string }) => ({ status: error.status, body: { code: error.code }, cookie: null })),
  ])
  const made = answers.filter((answer) => answer.status === 201)
  assert.equal(made.length, 1)
  assert.ok(
    answers.every((answer) => answer === made[0] || (answer.status === 409 && answer.body.code === 'sign_up.closed' && answer.cookie === null)),
  )
  assert.equal((await allWorkspaces(t.database)).length, 2)
  assert.equal((await t.call('GET', '/start')).body.needsOwner, false)
})

test('once there is an owner, nobody else signs up', async () => {
  const { status, body } = await t.call('POST', '/sign-up', { body: ownerInput })
  assert.deepEqual([status, body.code], [409, 'sign_up.closed'])
})

test('the first owner is signed in, owns the workspace, and the demo data go there', async () => {
  const fresh = await startPeople({ onFirstOwner: async (workspaceId) => void seeded.push(workspaceId) })
  try {
    const answer = await fresh.call('POST', '/sign-up', { body: { ...ownerInput, locale: 'ml' } })
    assert.equal(answer.status, 201)
    assert.deepEqual([answer.body.agent.role, answer.body.workspace.name, answer.body.settings.locale], ['owner', 'Shop', 'ml'])
    assert.match(answer.cookie!, /^samvad_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
    const me = await fresh.call('GET', '/me', { headers: { cookie: `other=1; samvad_session=${answer.token}` } })
    assert.equal(me.body.agent.id, answer.body.agent.id)
    assert.equal(seeded.at(-1), answer.body.workspace.id)
  } finally {
    await fresh.close()
  }
})
