import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { useT } from '../../../../kit/i18n.tsx'
import { go, Link } from '../../../router.tsx'
import { Screen } from '../../pieces/screen.tsx'
import style from '../../pieces/screen.module.css'
import { EmailSetup } from './email-setup.tsx'

export function AddEmail() {
  const t = useT()
  const [inbox, setInbox] = useState<Inbox | null>(null)
  return (
    <Screen title={t('setup.kind_email')} intro={t('setup.email_intro')} back={{ to: '/setup/channels/add', label: t('setup.channel_add') }}>
      <EmailSetup inbox={inbox} onSaved={setInbox} onDone={() => inbox && go(`/setup/channels/${inbox.id}`, { replace: true })} />
      {inbox && (
        <p className={style.meta}>
          {t('setup.email_saved')} <Link to={`/setup/channels/${inbox.id}`}>{t('setup.channel_open')}</Link>
        </p>
      )}
    </Screen>
  )
}
