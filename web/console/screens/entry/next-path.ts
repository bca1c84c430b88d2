/**
 * Where to go after signing in: the `to` of the query when it is a path of ours, else the inbox. Pure. Another site's address in `to`
 * must not be followed (CWE-601), nor one that leads back to signing in.
 */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('to') ?? ''
  const isOurs = /^\/(?![/\\])[^\s\\]*$/.test(next) && !/^\/(sign-in|welcome|forgot|reset|invitation)(\/|\?|$)/.test(next)
  return isOurs && next !== '/' ? next : '/inbox'
}
