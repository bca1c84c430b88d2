import { bystander, provesCut, provesNarrowed } from './live.ts'
import { ask, check, control, mailedLink, newPerson, password, secretOf, signIn, type Stage } from './stage.ts'

/** Everything that ends a session, a token or a right to see, while browser, socket and stream are open. All at once: each waits for the clock, not for the machine. */
export async function provesCuts(stage: Stage): Promise<void> {
  const owner = { token: stage.server.token }
  const untouched = await newPerson(stage)
  const isStillIn = await bystander(stage, { cookie: untouched.session })
  await Promise.all([endedSessions(stage, owner.token), endedTokens(stage, owner.token), narrowedRights(stage, owner.token)])
  await isStillIn()
}

async function endedSessions(stage: Stage, owner: string): Promise<void> {
  const people = []
  for (let n = 0; n < 5; n++) people.push(await newPerson(stage))
  const [leaver, twice, gone, changer, forgetter] = people as [Awaited<ReturnType<typeof newPerson>>, ...typeof people]
  const other = await signIn(stage, twice!.email)
  const own = await signIn(stage, changer!.email)
  const { items } = (await ask(stage, 'GET', '/me/sessions', { cookie: twice!.session })).body
  const current = items.find((one: { isCurrent: boolean }) => one.isCurrent).id
  stage.secrets.add('heron at daybreak').add('egret at noon today')
  await Promise.all([
    provesCut(stage, 'signed out', { cookie: leaver.session }, () => ask(stage, 'POST', '/sign-out', { cookie: leaver.session })),
    provesCut(stage, 'ended from another browser', { cookie: twice!.session }, () =>
      ask(stage, 'DELETE', `/me/sessions/${current}`, { cookie: other }),
    ),
    provesCut(stage, 'deactivated', { cookie: gone!.session }, () =>
      ask(stage, 'PATCH', `/agents/${gone!.id}`, { token: owner, body: { isDeactivated: true } }),
    ),
    provesCut(stage, 'another password elsewhere', { cookie: changer!.session }, () =>
      ask(stage, 'PATCH', '/me', { cookie: own, body: { password: { current: password, next: 'heron at daybreak' } } }),
    ),
    provesCut(stage, 'another password by a mailed link', { cookie: forgetter!.session }, async () => {
      await ask(stage, 'POST', '/password-reset', { body: { email: forgetter!.email } })
      const token = secretOf(stage, (await mailedLink(stage, forgetter!.email, 'password_reset'))!)
      await ask(stage, 'POST', '/password-reset/use', { body: { token, password: 'egret at noon today' } })
    }),
  ])
  control(stage, 'the browser that changed the password stays in', (await ask(stage, 'GET', '/me', { cookie: own })).status === 200)
  control(stage, 'the other browser of one whose session was ended stays in', (await ask(stage, 'GET', '/me', { cookie: other })).status === 200)
  const back = await ask(stage, 'POST', '/sign-in', { body: { email: gone!.email, password } })
  check(stage, 'somebody deactivated cannot sign in again', back.status === 401, String(back.status))
}

async function endedTokens(stage: Stage, owner: string): Promise<void> {
  const [admin, leaving] = [await newPerson(stage, 'admin'), await newPerson(stage, 'admin')]
  const make = async (cookie: string) => (await ask(stage, 'POST', '/tokens', { cookie, body: { name: 'gate', scopes: ['read'] } })).body
  const [withdrawn, orphaned] = [await make(admin.session), await make(leaving.session)]
  await Promise.all([
    provesCut(stage, 'API token withdrawn', { token: withdrawn.token }, () =>
      ask(stage, 'DELETE', `/tokens/${withdrawn.record.id}`, { token: owner }),
    ),
    provesCut(stage, 'API token of somebody deactivated', { token: orphaned.token }, () =>
      ask(stage, 'PATCH', `/agents/${leaving.id}`, { token: owner, body: { isDeactivated: true } }),
    ),
  ])
}

/** A role lowered, and three ways to lose a restricted team. */
async function narrowedRights(stage: Stage, owner: string): Promise<void> {
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await ask(stage, method, path, { token: owner, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  let told = 0
  const room = async (name: string, isRestricted: boolean, memberIds: string[]) => {
    const team = await must('POST', '/teams', { name, isRestricted, memberIds })
    const inbox = await must('POST', '/inboxes', { name, connector: 'api', teamId: team.id })
    const say = async (text: string) => {
      const taken = await must('POST', `/inboxes/${inbox.id}/messages`, {
        externalId: `s9-${++told}`,
        from: { id: `${name} customer`, name: 'Customer' },
        text,
      })
      for (let tries = 0; tries < 100; tries++) {
        const { conversationId } = await must('GET', `/inbound-events/${taken.id}`)
        if (conversationId) return conversationId as string
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
      throw new Error('the message was not taken in')
    }
    return { team, path: `/conversations/${await say('first')}`, say: async (text: string) => void (await say(text)) }
  }
  const [byTeam, byAgent, closed, lowered] = [await newPerson(stage), await newPerson(stage), await newPerson(stage), await newPerson(stage, 'admin')]
  const [first, second, third, fourth] = [
    await room('one', true, [byTeam.id]),
    await room('two', true, [byAgent.id]),
    await room('three', false, []),
    await room('four', true, []),
  ]
  const tokens = () => ask(stage, 'GET', '/tokens', { cookie: lowered.session })
  control(stage, 'an admin reads the list of tokens', (await tokens()).status === 200)
  const narrowed = (name: string, person: { session: string }, { path, say }: Pick<typeof first, 'path' | 'say'>, end: () => Promise<unknown>) =>
    provesNarrowed(stage, name, { credential: { cookie: person.session }, path, say, end })
  await Promise.all([
    narrowed('taken from a restricted team', byTeam, first, () => must('PATCH', `/teams/${first.team.id}`, { memberIds: [] })),
    narrowed('moved to other teams', byAgent, second, () => must('PATCH', `/agents/${byAgent.id}`, { teamIds: [] })),
    narrowed('a team that becomes restricted', closed, third, () => must('PATCH', `/teams/${third.team.id}`, { isRestricted: true })),
    narrowed('a lowered role', lowered, fourth, () => must('PATCH', `/agents/${lowered.id}`, { role: 'agent' })),
  ])
  const { status } = await tokens()
  check(stage, 'a lowered role may no more what the new one may not', status === 403, String(status))
}
