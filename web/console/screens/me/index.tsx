import { useT } from '../../../kit/i18n.tsx'
import { Screen } from '../pieces/screen.tsx'
import { useMe } from '../../store/session.ts'
import style from './me.module.css'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { Sessions } from './sessions.tsx'
import { Taste } from './taste.tsx'
import { Writing } from './writing.tsx'

/** My settings. What is a matter of taste acts at once in this browser and is kept on the server for the next one. */
export default function MyScreen() {
  const t = useT()
  const me = useMe()
  return (
    <main className={style.me}>
      <Screen title={t('me.title')}>
        <Taste />
        <Profile me={me} />
        <Writing me={me} />
        <Password email={me.agent.email} />
        <Sessions />
      </Screen>
    </main>
  )
}
