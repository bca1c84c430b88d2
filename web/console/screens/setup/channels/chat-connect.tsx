import CircleCheck from 'lucide-react/icons/circle-check'
import ExternalLink from 'lucide-react/icons/external-link'
import { useEffect, useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { LinkButton } from '../../../../kit/components/link-button.tsx'
import { Spinner } from '../../../../kit/components/spinner.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { Link } from '../../../router.tsx'
import { CopyLine } from '../../pieces/copy-line.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'
import { pasteLine } from './site-address.ts'
import own from './channels.module.css'

/** The line to paste, a page to try it on, and the wait for the first message. */
export function ChatConnect({ inbox }: { inbox: Inbox }) {
  const t = useT()
  const key = inbox.publicKey ?? ''
  return (
    <Card title={t('setup.chat_connect')}>
      <ol className={own.steps}>
        <li>
          <p>{t('setup.chat_paste')}</p>
          <CopyLine label={t('setup.chat_line')} text={pasteLine(location.origin, key)} />
        </li>
        <li>
          <p>{t('setup.chat_try')}</p>
          <div className={style.actions}>
            <LinkButton href={`/demo-shop?key=${encodeURIComponent(key)}`} target="_blank" rel="noreferrer" icon={ExternalLink} variant="primary">
              {t('setup.chat_test_page')}
            </LinkButton>
            <LinkButton href={`/talk/${encodeURIComponent(key)}`} target="_blank" rel="noreferrer" icon={ExternalLink}>
              {t('setup.chat_talk_page')}
            </LinkButton>
          </div>
        </li>
        <li>
          <FirstMessage inbox={inbox} />
        </li>
      </ol>
    </Card>
  )
}

const askAgainMs = 2_000

/** Asks until the first conversation of the channel is there; then it is green for good. */
function FirstMessage({ inbox }: { inbox: Inbox }) {
  const t = useT()
  const [turn, setTurn] = useState(0)
  const first = useLoad(
    `first of ${inbox.id}`,
    async (signal) => (await call('GET /conversations', { query: { inbox: inbox.id, limit: 1 } }, { signal })).items[0] ?? null,
  )
  const { reload } = first
  const isThere = Boolean(first.value)
  useEffect(() => {
    if (isThere) return
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') reload()
      setTurn(turn + 1)
    }, askAgainMs)
    return () => clearTimeout(timer)
  }, [isThere, reload, turn])
  if (first.value)
    return (
      <Banner
        tone="success"
        icon={CircleCheck}
        title={t('setup.chat_works')}
        actions={<Link to={`/inbox/all/${first.value.id}`}>{t('setup.open_conversation')}</Link>}
      >
        {t('setup.chat_works_hint')}
      </Banner>
    )
  if (first.value === undefined && !first.error) return null
  return (
    <p className={style.line} role="status">
      <Spinner quiet />
      {t('setup.chat_waiting')}
    </p>
  )
}
