import KeyRound from 'lucide-react/icons/key-round'
import { useState } from 'react'
import type { ApiToken } from '../../../../../contract/people.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { ConfirmDialog } from '../../../../kit/components/confirm-dialog.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { RelativeTime } from '../../../../kit/components/relative-time.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { NewToken } from './new-token.tsx'

export function Tokens() {
  const t = useT()
  const offline = useOfflineReason()
  const tokens = useLoad('tokens', async (signal) => (await call('GET /tokens', {}, { signal })).items)
  const [isMaking, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<ApiToken | null>(null)
  const act = useAct()
  const make = (
    <Button variant="primary" disabledReason={offline} onClick={() => setMaking(true)}>
      {t('setup.token_new')}
    </Button>
  )
  return (
    <SectionScreen title={t('setup.tokens')} intro={t('setup.tokens_intro')} actions={(tokens.value?.length ?? 0) > 0 && make}>
      <Loaded of={tokens} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={KeyRound} title={t('setup.tokens_empty')} action={make} />
          ) : (
            <Card flush>
              <ul className={style.rows}>
                {all.map((token) => (
                  <li key={token.id}>
                    <span className={style.main}>
                      <UserText className={style.name}>{token.name}</UserText>
                      <span className={style.line}>
                        {token.scopes.map((scope) => (
                          <Chip key={scope}>{t(`setup.scope_${scope}`)}</Chip>
                        ))}
                        <span className={style.meta}>
                          {token.lastUsedAt ? t('setup.last_used') : t('setup.never_used')}{' '}
                          {token.lastUsedAt && <RelativeTime at={token.lastUsedAt} long />}
                        </span>
                      </span>
                    </span>
                    <Button size="compact" disabledReason={offline} onClick={() => setLeaving(token)}>
                      {t('setup.withdraw')}
                    </Button>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      <NewToken open={isMaking} onOpenChange={setMaking} onMade={(token) => tokens.change((all) => [token, ...all])} />
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('setup.token_withdraw')}
        description={t('setup.token_withdraw_warning', { name: leaving?.name ?? '' })}
        confirmLabel={t('setup.withdraw')}
        onConfirm={async () => {
          const gone = leaving
          if (!gone) return
          await act(async () => {
            await call('DELETE /tokens/:id', { params: { id: gone.id } })
            tokens.change((all) => all.filter((one) => one.id !== gone.id))
          })
        }}
      />
    </SectionScreen>
  )
}
