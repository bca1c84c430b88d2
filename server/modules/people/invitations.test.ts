import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { mails } from './mails/index.ts'
import { makeOwner } from './owner.ts'
import { sendPeopleMail } from './send-mail.ts'
import { auditOf, eventsOf, joinAs, ownerInput, servePeopleOn, startPeople, tokenOf, type PeopleServer } from './test-server.ts'

let t: PeopleServer
let owner: string
let workspaceId: WorkspaceId
before(async () => {
  t = await startPeople()
  const { body, token } = await t.call('POST', '/sign-up', { body: { ...ownerInput, locale: 'te' } })
  owner = token!
  workspaceId = body.workspace.id
})
after(() => t.close())

const invite = (email: string, role = 'agent', token = owner) => t.call('POST', '/invitations', { token, body: { email, role } })
const accept = (token: string, ip = '10.0.0.9') =>
  t.call('POST', '/invitations/accept', { body: { token, name: 'Ravi', password: 'a mango a day', locale: 'te' }, ip })

test('an invitation is mailed in the language of whoever invites, and its link is shown once', async () => {
  const { status, body } = await invite('Ravi@Shop.Test', 'supervisor')
  assert.equal(status, 201)
  assert.match(body.link, /^https:\/\/help\.shop\.test\/invitation#[\w.-]+$/)
  const mail = (await t.waitingMails()).at(-1)!
  assert.deepEqual(mail, { workspaceId, payload: { kind: 'invitation', to: 'ravi@shop.test', link: body.link, locale: 'te' } })
  const sent: { to: string; subject: string; text: string }[] = []
  await sendPeopleMail({ database: t.database, sendSystemMail: async (_, one) => void sent.push(one) })(workspaceId, mail.payload)
  assert.deepEqual(sent, [
    { to: 'ravi@shop.test', subject: mails.te.invitation.subject('Shop'), text: mails.te.invitation.body({ workspace: 'Shop', link: body.link }) },
  ])
  const listed = await t.call('GET', '/invitations', { token: owner })
  assert.deepEqual(listed.body.items, [body.invitation])
  assert.ok(!JSON.stringify(listed.body).includes(tokenOf(body.link)))
})

test('whoever is invited joins with role and teams, signed in, once', async () => {
  const team = (await t.call('POST', '/teams', { token: owner, body: { name: 'Refunds' } })).body
  const { body } = await t.call('POST', '/invitations', { token: owner, body: { email: 'meera@shop.test', role: 'agent', teamIds: [team.id] } })
  const token = tokenOf(body.link)
  assert.deepEqual((await t.call('POST', '/invitations/read', { body: { token } })).body, { email: 'meera@shop.test', workspace: 'Shop' })
  const before = (await eventsOf(t.database, workspaceId)).length
  const joined = await accept(token)
  assert.equal(joined.status, 201)
  assert.deepEqual([joined.body.agent.role, joined.body.agent.teamIds, joined.body.settings.locale], ['agent', [team.id], 'te'])
  assert.equal((await t.call('GET', '/me', { token: joined.token! })).body.agent.email, 'meera@shop.test')
  assert.deepEqual(
    (await eventsOf(t.database, workspaceId, before)).map(([name]) => name),
    ['agent.joined', 'team.changed'],
  )
  const again = await accept(token)
  assert.deepEqual([again.status, again.body.code], [404, 'invitation.not_usable'])
  assert.equal((await t.call('POST', '/invitations/read', { body: { token } })).status, 404)
})

test('of five who accept the same invitation at once one joins', async () => {
  const { body } = await invite('five@shop.test')
  const answers = await Promise.all(Array.from({ length: 5 }, () => accept(tokenOf(body.link))))
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [201, 404, 404, 404, 404])
})

test('an invitation is too old after 24 hours, and its mail is not sent any more', async () => {
  const { body } = await invite('late@shop.test')
  const process = servePeopleOn(t.database)
  t.clock.advance(24 * 3_600_000 - 5_000)
  assert.equal((await process.call('POST', '/invitations/read', { body: { token: tokenOf(body.link) } })).status, 200)
  t.clock.advance(10_000)
  assert.equal((await accept(tokenOf(body.link))).body.code, 'invitation.not_usable')
  let sent = 0
  await sendPeopleMail({ database: t.database, sendSystemMail: async () => void sent++ })(workspaceId, (await t.waitingMails()).at(-1)!.payload)
  assert.equal(sent, 0)
  await process.http.fastify.close()
})

test('a withdrawn invitation and one replaced by a newer are good for nothing', async () => {
  const first = (await invite('twice@shop.test')).body
  const second = (await invite('twice@shop.test')).body
  assert.equal((await accept(tokenOf(first.link))).status, 404)
  assert.equal((await t.call('DELETE', `/invitations/${second.invitation.id}`, { token: owner })).status, 200)
  assert.equal((await accept(tokenOf(second.link))).status, 404)
  assert.equal((await t.call('DELETE', `/invitations/${second.invitation.id}`, { token: owner })).status, 404)
})

test('somebody who is here already is not invited again', async () => {
  assert.equal((await invite(ownerInput.email)).body.code, 'agent.email_taken')
})

test('an admin invites no owner, an agent nobody', async () => {
  const admin = await joinAs(t, owner, { email: 'admin@shop.test', role: 'admin' })
  assert.equal((await invite('o@shop.test', 'owner', admin.token)).body.code, 'agent.role_above_own')
  assert.equal((await invite('a@shop.test', 'admin', admin.token)).status, 201)
  const agent = await joinAs(t, admin.token, { email: 'agent@shop.test', role: 'agent' })
  assert.equal((await invite('x@shop.test', 'agent', agent.token)).body.code, 'auth.not_allowed')
})

test('what an admin may no longer give is withdrawn with the role', async () => {
  const admin = await joinAs(t, owner, { email: 'fading@shop.test', role: 'admin' })
  const [asAdmin, asAgent] = [(await invite('p@shop.test', 'admin', admin.token)).body, (await invite('q@shop.test', 'agent', admin.token)).body]
  await t.call('PATCH', `/agents/${admin.id}`, { token: owner, body: { role: 'supervisor' } })
  assert.equal((await accept(tokenOf(asAdmin.link))).status, 404)
  assert.equal((await t.call('POST', '/invitations/read', { body: { token: tokenOf(asAgent.link) } })).status, 200)
  await t.call('PATCH', `/agents/${admin.id}`, { token: owner, body: { isDeactivated: true } })
  assert.equal((await accept(tokenOf(asAgent.link))).status, 404)
})

test('a token of another workspace, a shortened and an invented one are all the same', async () => {
  const other = await makeOwner(t.database, { ...ownerInput, email: 'other@far.test', workspace: 'Far' })
  const { body } = await invite('crossed@shop.test')
  const [, secret] = tokenOf(body.link).split('.')
  const packed = Buffer.from(other.workspaceId.replaceAll('-', ''), 'hex').toString('base64url')
  for (const token of [`${packed}.${secret}`, tokenOf(body.link).slice(0, -1), 'x'.repeat(60)])
    assert.deepEqual([(await accept(token)).status, (await accept(token)).body.code], [404, 'invitation.not_usable'])
})

test('every invitation leaves an entry that cannot be changed', async () => {
  const entries = await auditOf(t.database, workspaceId)
  assert.ok(entries.some((entry) => entry.action === 'agent.invited' && entry.detail.email === 'ravi@shop.test' && entry.actor.startsWith('agent:')))
  await assert.rejects(
    t.database.transaction(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
      ctx.sql.run(`delete from audit_entries where workspace_id = $1`, [workspaceId]),
    ),
    { code: '42501' },
  )
})
