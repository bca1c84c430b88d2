import type { OAuthSimulator } from '../../../server/connectors/email/simulator/oauth-provider.ts'
import { ask, check, control, newPerson, signIn, type Stage } from './stage.ts'

/** Signing in to a mailbox at Google: the way back counts once, and only in the browser that set out. */
export async function provesOauth(stage: Stage, provider: OAuthSimulator): Promise<void> {
  const admin = await newPerson(stage, 'admin')
  const colleague = await newPerson(stage, 'admin')
  const inbox = await ask(stage, 'POST', '/inboxes', {
    token: stage.server.token,
    body: { name: 'Mail', connector: 'email', address: 'support@shop.test', settings: {} },
  })
  /** Sets out, and agrees at the provider; returns the way back. */
  const setOut = async () => {
    const begun = await ask(stage, 'POST', `/inboxes/${inbox.body.id}/oauth`, { cookie: admin.session, body: { provider: 'google' } })
    if (begun.status !== 200) throw new Error(`no sign-in: ${begun.status} ${JSON.stringify(begun.body)}`)
    const agreed = await fetch(begun.body.url, { redirect: 'manual' })
    const back = new URL(agreed.headers.get('location')!)
    for (const name of ['code', 'state']) stage.secrets.add(back.searchParams.get(name)!)
    return back
  }
  const comeBack = async (back: URL, cookie?: string) => {
    const answer = await ask(stage, 'GET', `/${back.pathname}${back.search}`, cookie ? { cookie } : {})
    return String(answer.headers.location)
  }
  const isSignedIn = async () => {
    const { body } = await ask(stage, 'GET', `/inboxes/${inbox.body.id}`, { token: stage.server.token })
    return body.secrets?.oauthTokens === true
  }
  const otherBrowser = await signIn(stage, admin.email)
  const back = await setOut()
  const bent = new URL(back)
  bent.searchParams.set('state', `${back.searchParams.get('state')!.slice(0, -4)}AAAA`)
  const noState = new URL(back)
  noState.searchParams.delete('state')
  for (const [name, way, cookie] of [
    ['in a browser that nobody signed in', back, undefined],
    ['in the browser of a colleague', back, colleague.session],
    ['in another browser of the same admin', back, otherBrowser],
    ['with a bent state', bent, admin.session],
    ['without a state', noState, admin.session],
  ] as const) {
    const to = await comeBack(way, cookie)
    check(stage, `coming back ${name} signs nothing in`, to.includes('signed_in=failed') && !(await isSignedIn()), to)
  }
  check(stage, 'nothing was asked of the provider until then', provider.grants.length === 0, provider.grants.join())
  const right = await comeBack(back, admin.session)
  control(stage, 'coming back in the browser that set out signs in', right.includes('signed_in=yes') && (await isSignedIn()), right)
  check(stage, 'the address afterwards holds neither code nor state', !right.includes('code=') && !right.includes('state='), right)
  const asked = provider.grants.length
  const again = await comeBack(back, admin.session)
  check(stage, 'the same way back counts once', again.includes('signed_in=failed') && provider.grants.length === asked, again)
}
