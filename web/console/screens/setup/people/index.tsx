import { useMemo, useState } from 'react'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { SearchField } from '../../../../kit/components/search-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { searchOptions } from '../../../../kit/option-search.ts'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'
import { useMe } from '../../../store/session.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { AgentRow } from './agent-row.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'

export function People() {
  const t = useT()
  const may = useMay()
  const me = useMe()
  const offline = useOfflineReason()
  const agents = useLoad('agents', async (signal) => (await call('GET /agents', {}, { signal })).items)
  const [query, setQuery] = useState('')
  const [isInviting, setInviting] = useState(false)
  const [turn, setTurn] = useState(0)
  const found = useMemo(
    () =>
      searchOptions(
        (agents.value ?? []).map((agent) => ({ agent, label: agent.name, hint: agent.email })),
        query,
      ).map(({ agent }) => agent),
    [agents.value, query],
  )
  const mayChange = may('people.change')
  const invite = mayChange && (
    <Button variant="primary" disabledReason={offline} onClick={() => setInviting(true)}>
      {t('setup.invite')}
    </Button>
  )
  return (
    <SectionScreen title={t('setup.people')} intro={mayChange ? t('setup.people_intro') : t('setup.people_intro_read')} actions={invite}>
      {mayChange && <Invitations key={turn} />}
      <Loaded of={agents} rows={4}>
        {(all) => (
          <>
            {all.length > 8 && <SearchField label={t('setup.people_search')} value={query} onChange={setQuery} />}
            {found.length === 0 ? (
              <EmptyState title={t('kit.no_results')} action={<Button onClick={() => setQuery('')}>{t('kit.clear')}</Button>} />
            ) : (
              <Card flush>
                <ul className={style.rows}>
                  {found.map((agent) => (
                    <AgentRow
                      key={agent.id}
                      agent={agent}
                      me={me.agent}
                      onChange={(next) => agents.change((before) => before.map((one) => (one.id === next.id ? next : one)))}
                    />
                  ))}
                </ul>
              </Card>
            )}
          </>
        )}
      </Loaded>
      {isInviting && <InviteDialog me={me.agent} onClose={() => setInviting(false)} onInvited={() => setTurn(turn + 1)} />}
    </SectionScreen>
  )
}
