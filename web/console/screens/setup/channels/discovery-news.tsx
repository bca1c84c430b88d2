import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { Spinner } from '../../../../kit/components/spinner.tsx'
import { useT, useTOr } from '../../../../kit/i18n.tsx'
import style from '../../pieces/screen.module.css'
import type { MailCandidate } from './mail-form.ts'
import type { Discovery } from './use-discovery.ts'

/** How the search for the servers goes, and what the provider wants to be known first (an app password, IMAP switched on). */
export function DiscoveryNews({ discovery, onChoose }: { discovery: Discovery; onChoose(candidate: MailCandidate): void }) {
  const t = useT()
  const tOr = useTOr()
  const { state, candidates } = discovery
  if (state === 'searching')
    return (
      <p className={style.line} role="status">
        <Spinner quiet />
        {t('setup.discovering')}
      </p>
    )
  if (state === 'nothing' || state === 'failed')
    return (
      <Banner
        tone="info"
        actions={
          <Button size="compact" onClick={discovery.again}>
            {t('kit.try_again')}
          </Button>
        }
      >
        {state === 'nothing' ? t('setup.discovered_nothing') : t('setup.discovery_failed')}
      </Banner>
    )
  const notes = (candidates[0]?.note ?? '').split(/[\s,]+/).filter(Boolean)
  const told = notes.map((note) => tOr(`setup.note.${note.replace(/^(mail|email)\.(note\.)?/, '')}`, '')).filter(Boolean)
  const free = candidates[0]?.note && told.length === 0 ? candidates[0].note : null
  return (
    <>
      {told.length > 0 && (
        <Banner tone="info">
          {told.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Banner>
      )}
      {free && <Banner tone="info">{free}</Banner>}
      {candidates.length > 1 && (
        <Select<string>
          aria-label={t('setup.servers_choose')}
          value=""
          placeholder={t('setup.servers_choose')}
          onChange={(index) => onChoose(candidates[Number(index)]!)}
          choices={candidates.map((one, index) => ({ value: String(index), label: `${one.imap.host} · ${one.smtp.host}` }))}
        />
      )}
    </>
  )
}
