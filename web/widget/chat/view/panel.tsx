import { call } from '../api.ts'
import { boot, hostOrigin } from '../boot.ts'
import { tellHost } from '../bridge.ts'
import { changeLanguage } from '../language.ts'
import { wishWithWaiting } from '../sending.ts'
import * as s from '../store.ts'
import { t } from '../store.ts'
import { Composer } from './composer.tsx'
import { Icon } from './icons.tsx'
import { Log } from './log.tsx'
import { MailSheet } from './mail-sheet.tsx'

function Top() {
  return (
    <header class="top">
      <div class="who">
        <h1 tabIndex={-1} id="title">
          {s.name.value}
        </h1>
        <p class="status">
          <span class={s.isOnline.value ? 'dot on' : 'dot'} aria-hidden="true" />
          {t(s.isOnline.value ? 'online' : 'away')}
        </p>
      </div>
      <select
        class="language"
        aria-label={t('language')}
        value={s.locale.value}
        onChange={({ currentTarget }) => void changeLanguage(currentTarget.value)}
      >
        {boot.locales.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      {hostOrigin && (
        <button type="button" class="icon-button" aria-label={t('close')} title={t('close')} onClick={() => tellHost('close')}>
          <Icon of="close" />
        </button>
      )}
    </header>
  )
}

/** The other ways to us, from what was kept of the last visit: shown when the server cannot be reached. */
function Card() {
  const { email, phone } = s.card.value
  return (
    <section class="card" role="status">
      <h2>{t('down_title')}</h2>
      <p>{t('down_text')}</p>
      {email && (
        <a class="main" href={`mailto:${email}`}>
          {t('card_email')}: {email}
        </a>
      )}
      {phone && (
        <a class="main" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
          {t('card_phone')}: {phone}
        </a>
      )}
    </section>
  )
}

function Notices() {
  const isBroken = s.link.value === 'broken'
  return (
    <div class="notices" role="status">
      {s.link.value === 'gone' && <p>{t('gone')}</p>}
      {!s.hasNetwork.value ? <p>{t('offline')}</p> : isBroken && s.failures.value < 2 ? <p>{t('reconnecting')}</p> : null}
      {s.progress.value !== null && <p>{t('uploading', { percent: s.progress.value })}</p>}
      {s.notice.value && <p>{t(s.notice.value)}</p>}
      {s.hasAsked.value && !s.isMailOpen.value && <p>{t(s.isOnline.value ? 'person_asked' : 'person_away')}</p>}
    </div>
  )
}

/** Said at once; where nothing was said yet, or nobody can be reached, it goes with the next words. */
async function askForPerson(): Promise<void> {
  s.hasAsked.value = true
  if (await wishWithWaiting()) return
  s.isWishOpen.value = true
  document.getElementById('text')?.focus()
  const answer = await call<{ isOnline: boolean; isNoted: boolean }>('POST', '/person').catch(() => null)
  if (!answer) return
  s.isOnline.value = answer.isOnline
  if (answer.isNoted) s.isWishOpen.value = false
}

export function Panel({ draft }: { draft: string }) {
  return (
    <>
      <Top />
      <Log />
      <footer class="foot">
        <Notices />
        {s.failures.value >= 2 && s.hasNetwork.value && <Card />}
        {s.isMailOpen.value && <MailSheet />}
        <div class="ways">
          <button type="button" class="way" onClick={() => void askForPerson()}>
            <Icon of="person" />
            {t('person')}
          </button>
          <button type="button" class="way" aria-expanded={s.isMailOpen.value} onClick={() => (s.isMailOpen.value = !s.isMailOpen.value)}>
            <Icon of="mail" />
            {t('email_open')}
          </button>
        </div>
        <Composer draft={draft} />
      </footer>
    </>
  )
}
