/** What the server put into the page, so that the chat can be drawn without asking. */
export interface Boot {
  key: string
  page: 'chat' | 'talk'
  locale: string
  locales: { code: string; name: string }[]
  words: Record<string, string>
  name: string
  greeting: string
  isOnline: boolean
  card: { email: string | null; phone: string | null }
  /** Of somebody who has used the page without the program before. */
  token: string | null
}

export const boot = JSON.parse(document.getElementById('boot')!.textContent) as Boot
const query = new URLSearchParams(location.search)
/** The origin of the page around us, as it said itself; messages from or to any other are not taken or sent. */
export const hostOrigin = boot.page === 'chat' && parent !== window ? query.get('host') : null
