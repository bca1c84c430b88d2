import { useEffect, useRef, useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { CopyLine } from '../../pieces/copy-line.tsx'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useSubmit } from '../../pieces/use-act.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { curlOf } from './curl.ts'

/** The line by which a program gives us mails or messages, and a key for it that may do nothing else. */
export function IngestKey({ inbox, makeAtOnce = false }: { inbox: Inbox; makeAtOnce?: boolean }) {
  const t = useT()
  const may = useMay()
  const offline = useOfflineReason()
  const [key, setKey] = useState<string | null>(null)
  const submit = useSubmit(async () => {
    setKey((await call('POST /tokens', { body: { name: inbox.name, scopes: ['ingest'] } })).token)
  })
  const isBegun = useRef(false)
  const { run } = submit
  useEffect(() => {
    if (!makeAtOnce || isBegun.current) return
    isBegun.current = true
    void run()
  }, [makeAtOnce, run])
  const isMail = inbox.connector === 'email'
  return (
    <Card title={isMail ? t('setup.pipe') : t('setup.api_connect')}>
      <div className={style.stack}>
        <p>{isMail ? t('setup.pipe_intro') : t('setup.api_connect_intro')}</p>
        {key && <ShownOnce label={t('setup.token')} secret={key} />}
        <CopyLine label={t('setup.curl')} text={curlOf(location.origin, inbox, key ?? 'YOUR_KEY')} />
        <FormProblem error={submit.error} />
        {!key && (
          <div className={style.actions}>
            <Button busy={submit.busy} disabledReason={may('token.change') ? offline : t('form.not_allowed')} onClick={() => void run()}>
              {t('setup.key_make')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}
