import { until } from '../rig/gate.ts'
import { ask, check, control, mailedLink, newPerson, password, secretOf, type Answer, type Stage } from './stage.ts'

const dayMs = 86_400_000
/** What an answer says to somebody who compares. */
const face = ({ status, body }: Answer) => `${status} ${JSON.stringify({ ...body, requestId: undefined })}`
const fastest = (answers: Answer[]) => Math.min(...answers.map((one) => one.ms))

/** Links by mail: once, not for long, and no telling who is known here. */
export async function provesLinks(stage: Stage): Promise<void> {
  await constantAnswers(stage)
  await resets(stage)
  await invitations(stage)
}

async function constantAnswers(stage: Stage): Promise<void> {
  const person = await newPerson(stage)
  const times = 5
  const repeat = async (run: () => Promise<Answer>) => {
    const answers: Answer[] = []
    for (let n = 0; n < times; n++) answers.push(await run())
    return answers
  }
  const enter = (email: string) => repeat(() => ask(stage, 'POST', '/sign-in', { body: { email, password: 'not the password' } }))
  const [known, unknown] = [await enter(person.email), await enter('nobody@gate.test')]
  check(stage, 'a wrong password is answered the same for addresses nobody has', new Set([...known, ...unknown].map(face)).size === 1)
  const [slow, quick] = [Math.max(fastest(known), fastest(unknown)), Math.min(fastest(known), fastest(unknown))]
  check(stage, 'a wrong password takes as long for addresses nobody has', quick > slow / 2, `${Math.round(quick)} and ${Math.round(slow)} ms`)
  const right = await ask(stage, 'POST', '/sign-in', { body: { email: person.email, password } })
  control(stage, 'the right password opens', right.status === 200)
  const wish = (email: string) => ask(stage, 'POST', '/password-reset', { body: { email } })
  const pairs = await Promise.all([wish(person.email), wish('nobody-either@gate.test'), wish(person.email), wish('nobody-at-all@gate.test')])
  check(stage, 'asking for a new password is answered the same for addresses nobody has', new Set(pairs.map(face)).size === 1)
  const [forKnown, forUnknown] = [fastest([pairs[0], pairs[2]]), fastest([pairs[1], pairs[3]])]
  check(stage, 'and takes as long', Math.abs(forKnown - forUnknown) < 150, `${Math.round(forKnown)} and ${Math.round(forUnknown)} ms`)
  control(stage, 'a link is sent to whom it belongs', (await mailedLink(stage, person.email, 'password_reset')) !== null)
  check(stage, 'no link is sent to addresses nobody has', (await mailedLink(stage, 'nobody-either@gate.test', 'password_reset')) === null)
}

async function resets(stage: Stage): Promise<void> {
  const person = await newPerson(stage)
  const wish = async () => {
    const before = await mailedLink(stage, person.email, 'password_reset')
    await ask(stage, 'POST', '/password-reset', { body: { email: person.email } })
    await until(async () => (await mailedLink(stage, person.email, 'password_reset')) !== before, 5_000)
    return secretOf(stage, (await mailedLink(stage, person.email, 'password_reset'))!)
  }
  const use = (token: string, next: string) => {
    stage.secrets.add(next)
    return ask(stage, 'POST', '/password-reset/use', { body: { token, password: next } })
  }
  const [first, second, late] = [await wish(), await wish(), await wish()]
  const { rows } = await stage.db.query<{ longest: number }>(
    `select max(extract(epoch from expires_at - created_at)) * 1000 as longest from password_resets`,
  )
  check(stage, 'a reset link is good for a day at most', rows[0]!.longest > 0 && rows[0]!.longest <= dayMs, `${rows[0]!.longest} ms`)
  await stage.db.query(
    `update password_resets set expires_at = now() - interval '1 second' where id = (select id from password_resets order by created_at desc, id desc limit 1)`,
  )
  check(stage, 'a reset link that is too old is refused', (await use(late, 'stork in the rain')).status === 404)
  check(stage, 'a bent reset link is refused', (await use(`${first.slice(0, -4)}AAAA`, 'stork in the rain')).status === 404)
  const race = await Promise.all(Array.from({ length: 5 }, (_, n) => use(first, `stork number ${n} there`)))
  check(
    stage,
    'of five who use a reset link at once, one sets the password',
    race.filter((one) => one.status === 200).length === 1,
    race.map((one) => one.status).join(),
  )
  check(stage, 'a used reset link is refused', (await use(first, 'stork in the rain')).status === 404)
  check(stage, 'older reset links end with it', (await use(second, 'stork in the rain')).status === 404)
  const winner = `stork number ${race.findIndex((one) => one.status === 200)} there`
  const enters = await ask(stage, 'POST', '/sign-in', { body: { email: person.email, password: winner } })
  control(stage, 'the new password opens', enters.status === 200, String(enters.status))
  check(stage, 'the old password is dead', (await ask(stage, 'POST', '/sign-in', { body: { email: person.email, password } })).status === 401)
}

async function invitations(stage: Stage): Promise<void> {
  const owner = stage.server.token
  const invite = async (email: string) => {
    const { status, body } = await ask(stage, 'POST', '/invitations', { token: owner, body: { email, role: 'agent' } })
    if (status !== 201) throw new Error(`no invitation: ${status}`)
    return { id: body.invitation.id as string, token: secretOf(stage, body.link) }
  }
  const accept = (token: string) => ask(stage, 'POST', '/invitations/accept', { body: { token, name: 'Guest', password } })
  const read = (token: string) => ask(stage, 'POST', '/invitations/read', { body: { token } })
  const used = await invite('guest-1@gate.test')
  control(stage, 'an invitation says whom it is for', (await read(used.token)).body.email === 'guest-1@gate.test')
  const race = await Promise.all(Array.from({ length: 5 }, () => accept(used.token)))
  check(
    stage,
    'of five who accept an invitation at once, one joins',
    race.filter((one) => one.status === 201).length === 1,
    race.map((one) => one.status).join(),
  )
  const { rows } = await stage.db.query<{ longest: number }>(
    `select max(extract(epoch from expires_at - created_at)) * 1000 as longest from invitations`,
  )
  check(stage, 'an invitation is good for a day at most', rows[0]!.longest > 0 && rows[0]!.longest <= dayMs, `${rows[0]!.longest} ms`)
  const withdrawn = await invite('guest-2@gate.test')
  await ask(stage, 'DELETE', `/invitations/${withdrawn.id}`, { token: owner })
  const replaced = await invite('guest-3@gate.test')
  const newest = await invite('guest-3@gate.test')
  const old = await invite('guest-4@gate.test')
  await stage.db.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [old.id])
  const madeUp = `${newest.token.slice(0, -6)}AAAAAA`
  const nowhere = face(await read(madeUp))
  for (const [name, token] of [
    ['a used', used.token],
    ['a withdrawn', withdrawn.token],
    ['a replaced', replaced.token],
    ['an old', old.token],
    ['a made-up', madeUp],
  ] as const) {
    const [seen, joined] = [face(await read(token)), await accept(token)]
    check(
      stage,
      `${name} invitation is answered like one that never was`,
      seen === nowhere && joined.status === 404 && joined.session === null,
      `${seen}, ${joined.status}`,
    )
  }
  control(stage, 'the newest of two lets in', (await accept(newest.token)).status === 201)
}
