import Webhook from 'lucide-react/icons/webhook'
import { useState } from 'react'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go, Link } from '../../../router.tsx'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { EndpointPage } from './endpoint-page.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'

export function Webhooks({ id }: { id: string }) {
  return id ? <EndpointPage key={id} id={id} /> : <EndpointList />
}

function EndpointList() {
  const t = useT()
  const offline = useOfflineReason()
  const endpoints = useLoad('webhooks', async (signal) => (await call('GET /webhooks', {}, { signal })).items)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button variant="primary" disabledReason={offline} onClick={() => setAdding(true)}>
      {t('setup.webhook_new')}
    </Button>
  )
  return (
    <SectionScreen title={t('setup.webhooks')} intro={t('setup.webhooks_intro')} actions={(endpoints.value?.length ?? 0) > 0 && add}>
      <Loaded of={endpoints} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={Webhook} title={t('setup.webhooks_empty')} action={add} />
          ) : (
            <Card flush>
              <ul className={style.rows}>
                {all.map((endpoint) => (
                  <li key={endpoint.id}>
                    <span className={style.main}>
                      <Link to={`/setup/webhooks/${endpoint.id}`} className={style.name}>
                        {endpoint.url}
                      </Link>
                      <span className={style.meta}>
                        {endpoint.events.length === 0 ? t('setup.all_events') : t('setup.event_count', { count: endpoint.events.length })}
                      </span>
                    </span>
                    {endpoint.isEnabled ? (
                      <Chip tone="success">{t('setup.state_on')}</Chip>
                    ) : (
                      <Chip tone={endpoint.disabledReason ? 'danger' : 'neutral'}>{t('setup.state_off')}</Chip>
                    )}
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {isAdding && (
        <EndpointDialog
          endpoint={null}
          onClose={() => setAdding(false)}
          onSaved={(saved, isDone) => (isDone ? go(`/setup/webhooks/${saved.id}`) : endpoints.change((all) => [saved, ...all]))}
        />
      )}
    </SectionScreen>
  )
}
