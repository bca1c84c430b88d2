import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scope } from '../../../contract/people.ts'
import type { Role } from '../../../contract/permissions.ts'
import { checkAgentChange, checkPassword, checkRoleGiven, checkScopes, type AgentChange, type AgentState } from './rules.ts'
import { cleanName, cleanSettings } from './words.ts'

const expect = (run: () => unknown, refused: string | null) => (refused ? assert.throws(run, { code: refused }) : assert.doesNotThrow(run))

const given: [name: string, own: Role, given: Role, refused: string | null][] = [
  ['an admin makes an agent', 'admin', 'agent', null],
  ['an admin makes another admin', 'admin', 'admin', null],
  ['an admin makes no owner', 'admin', 'owner', 'agent.role_above_own'],
  ['an owner makes an owner', 'owner', 'owner', null],
  ['a supervisor makes no admin', 'supervisor', 'admin', 'agent.role_above_own'],
]
for (const [name, own, role, refused] of given) test(name, () => expect(() => checkRoleGiven(own, role), refused))

const active = (role: Role): AgentState => ({ role, isDeactivated: false })
const gone = (role: Role): AgentState => ({ role, isDeactivated: true })
const changes: [name: string, own: Role, target: AgentState, change: AgentChange, owners: number, refused: string | null][] = [
  ['an admin raises an agent to admin', 'admin', active('agent'), { role: 'admin' }, 1, null],
  ['an admin raises nobody to owner', 'admin', active('agent'), { role: 'owner' }, 1, 'agent.role_above_own'],
  ['an admin lowers another admin', 'admin', active('admin'), { role: 'agent' }, 1, null],
  ['an admin does not lower an owner', 'admin', active('owner'), { role: 'agent' }, 2, 'agent.only_owners'],
  ['an admin does not deactivate an owner', 'admin', active('owner'), { isDeactivated: true }, 2, 'agent.only_owners'],
  ['an admin does not move an owner to another team', 'admin', active('owner'), {}, 2, 'agent.only_owners'],
  ['an admin does not bring a gone owner back', 'admin', gone('owner'), { isDeactivated: false }, 1, 'agent.only_owners'],
  ['an owner lowers another owner', 'owner', active('owner'), { role: 'admin' }, 2, null],
  ['the last owner is not lowered', 'owner', active('owner'), { role: 'admin' }, 1, 'agent.last_owner'],
  ['the last owner is not deactivated', 'owner', active('owner'), { isDeactivated: true }, 1, 'agent.last_owner'],
  ['the last owner is not lowered and deactivated in one', 'owner', active('owner'), { role: 'agent', isDeactivated: true }, 1, 'agent.last_owner'],
  ['the last owner may stay what they are', 'owner', active('owner'), { role: 'owner', isDeactivated: false }, 1, null],
  ['a gone owner is lowered though only one other is left', 'owner', gone('owner'), { role: 'agent' }, 1, null],
  ['a supervisor who stays supervisor is no raise', 'admin', active('supervisor'), { role: 'supervisor', isDeactivated: true }, 1, null],
]
for (const [name, own, target, change, owners, refused] of changes)
  test(name, () => expect(() => checkAgentChange(own, target, change, owners), refused))

const scopes: [name: string, own: Role, scopes: Scope[], refused: string | null][] = [
  ['an agent may read and write', 'agent', ['read', 'write'], null],
  ['an agent may not ingest', 'agent', ['ingest'], 'token.scope_above_role'],
  ['a supervisor may not administer', 'supervisor', ['read', 'admin'], 'token.scope_above_role'],
  ['an admin may give everything', 'admin', ['read', 'write', 'ingest', 'admin'], null],
]
for (const [name, own, wanted, refused] of scopes) test(name, () => expect(() => checkScopes(own, wanted), refused))

const passwords: [name: string, password: string, refused: boolean][] = [
  ['ten characters are enough', 'x7 rivers!', false],
  ['nine are not', 'x7 rivers', true],
  ['ten letters of an Indic script are ten characters', 'നമസ്കാരം സുഖം', false],
  ['five emoji are not ten characters', '🦚🦜🦉🦆🦢', true],
  ['a sentence without digits', 'boats on the backwater', false],
  ['one of the common ones', '1q2w3e4r5t', true],
  ['one of the common ones in capitals', 'PASSWORD123', true],
  ['one letter again and again', 'aaaaaaaaaaaaaa', true],
  ['the own address', 'Asha@Shop.test', true],
]
for (const [name, password, isRefused] of passwords)
  test(`password: ${name}`, () => expect(() => checkPassword(password, 'asha@shop.test'), isRefused ? 'agent.weak_password' : null))

test('a name is one line without control characters', () => {
  assert.equal(cleanName(' Asha\r\nBcc: everybody\u0000 '), 'Asha Bcc: everybody')
  assert.throws(() => cleanName('\u0000\u0007'), { code: 'name.empty' })
})
test('settings are stored without what PostgreSQL refuses, and bounded in size and depth', () => {
  assert.equal(cleanSettings({ signature: 'Asha\u0000\ud800', 'k\u0000': [1] }), '{"signature":"Asha\ufffd","k":[1]}')
  assert.throws(() => cleanSettings({ blob: 'x'.repeat(16_000) }), { code: 'agent.settings_too_large' })
  let deep: object = {}
  for (let level = 0; level < 5_000; level++) deep = { deep }
  assert.throws(() => cleanSettings(deep), { code: 'agent.settings_too_large' })
})
