import { useEffect, useRef, useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Spinner } from '../../../../kit/components/spinner.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'

interface OauthButtonProps {
  provider: 'google' | 'microsoft'
  inbox: Inbox | null
  save(): Promise<Inbox>
  /** The tokens are there: time to test. */
  onSignedIn(inboxId: string): Promise<void>
}

const askMs = 2_000
const windowLook = 'popup,width=520,height=720'

/** Signs in at Google or Microsoft in a window of theirs; when it comes back the test runs. */
export function OauthButton({ provider, inbox, save, onSignedIn }: OauthButtonProps) {
  const t = useT()
  const [waiting, setWaiting] = useState<{ inboxId: string; url: string; hadTokens: boolean; isBlocked: boolean } | null>(null)
  const latest = useRef(onSignedIn)
  useEffect(() => {
    latest.current = onSignedIn
  })
  const submit = useSubmit(async () => {
    // Opened inside the click, or the browser takes it for an advertisement; filled once the address is known.
    const win = window.open('about:blank', 'samvad-oauth', windowLook)
    try {
      const hadTokens = inbox?.secrets['oauthTokens'] ?? false
      const { id } = await save()
      const { url } = await call('POST /inboxes/:id/oauth', { params: { id }, body: { provider } })
      if (!/^https?:\/\//.test(url)) throw new Error('not an address of the web')
      if (win) win.location.href = url
      setWaiting({ inboxId: id, url, hadTokens, isBlocked: !win })
    } catch (error) {
      win?.close()
      throw error
    }
  })
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(async () => {
      try {
        const now = await call('GET /inboxes/:id', { params: { id: waiting.inboxId } })
        const isBack = waiting.hadTokens ? now.health.state === 'ok' : now.secrets['oauthTokens']
        if (!isBack) return
        setWaiting(null)
        await latest.current(waiting.inboxId)
      } catch {
        // Asked again in a moment; the person is at the provider's page meanwhile.
      }
    }, askMs)
    return () => clearInterval(timer)
  }, [waiting])
  const name = provider === 'google' ? 'Google' : 'Microsoft'
  return (
    <div className={style.stack}>
      <div className={style.actions}>
        <Button busy={submit.busy} onClick={() => void submit.run()}>
          {t('setup.oauth', { provider: name })}
        </Button>
      </div>
      {waiting?.isBlocked && (
        <Banner tone="info">
          <a href={waiting.url} target="samvad-oauth" rel="noopener">
            {t('setup.oauth_blocked', { provider: name })}
          </a>
        </Banner>
      )}
      {waiting && (
        <p className={style.line} role="status">
          <Spinner quiet />
          {t('setup.oauth_waiting', { provider: name })}
        </p>
      )}
      <FormProblem error={submit.error} />
    </div>
  )
}
