import { useEffect } from 'react'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { go, useFragment, usePath } from '../../router.tsx'
import { Loaded } from '../pieces/loaded.tsx'
import { useLoad } from '../pieces/use-load.ts'
import { EntryPage } from './entry-page.tsx'
import { Forgot } from './forgot.tsx'
import { Invitation } from './invitation.tsx'
import { Reset } from './reset.tsx'
import { SignIn } from './sign-in.tsx'
import { Welcome } from './welcome.tsx'

/** Everything before somebody is signed in: /welcome, /sign-in, /forgot, /reset#token, /invitation#token. Any other path asks to sign in. */
export default function Entry() {
  const [, place = ''] = usePath().split('/')
  const token = useFragment()
  if (place === 'forgot') return <Forgot />
  if (place === 'reset' && token) return <Reset token={token} />
  if (place === 'invitation' && token) return <Invitation token={token} />
  return <Door place={place} />
}

/** The first sign-up or sign-in, whichever this installation needs; the address follows. */
function Door({ place }: { place: string }) {
  const t = useT()
  const start = useLoad('start', (signal) => call('GET /start', {}, { signal }))
  const right = start.value && (start.value.needsOwner ? 'welcome' : 'sign-in')
  useEffect(() => {
    if (right && right !== place) go(`/${right}${location.search}`, { replace: true })
  }, [right, place])
  if (start.value) return start.value.needsOwner ? <Welcome /> : <SignIn />
  return (
    <EntryPage title={t('entry.sign_in_title')}>
      <Loaded of={start}>{() => null}</Loaded>
    </EntryPage>
  )
}
