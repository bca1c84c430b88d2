import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { call, Refusal } from '../api.ts'
import * as s from '../store.ts'
import { t } from '../store.ts'

const problems: Record<string, string> = {
  'chat.link_recently_sent': 'email_wait',
  'chat.nothing_said': 'email_first',
  'request.invalid': 'email_bad',
  'chat.too_fast': 'slow',
}

const email = signal('')
const state = signal<'ask' | 'busy' | 'sent'>('ask')
const problem = signal<string | null>(null)

/** "Continue by e-mail": the address is asked here and nowhere before. */
export function MailSheet() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    email.value ||= s.knownEmail.value ?? ''
    state.value = 'ask'
    problem.value = null
    field.current?.focus()
  }, [])
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!/^\S+@\S+\.\S+$/.test(email.value.trim())) return void (problem.value = 'email_bad')
    state.value = 'busy'
    problem.value = null
    try {
      await call('POST', '/email', { email: email.value.trim() })
      s.knownEmail.value = email.value.trim()
      state.value = 'sent'
    } catch (error) {
      problem.value = problems[error instanceof Refusal ? error.code : ''] ?? 'reconnecting'
      state.value = 'ask'
    }
  }
  return (
    <section class="sheet" aria-labelledby="mail-title">
      <h2 id="mail-title">{t('email_title')}</h2>
      {state.value === 'sent' ? (
        <p role="status">✓ {t('email_sent', { email: email.value.trim() })}</p>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <p>{t('email_text')}</p>
          <label for="email">{t('email_label')}</label>
          <input
            ref={field}
            id="email"
            type="email"
            inputMode="email"
            autocomplete="email"
            value={email.value}
            aria-invalid={problem.value !== null}
            aria-describedby="mail-problem"
            onInput={({ currentTarget }) => (email.value = currentTarget.value)}
          />
          <p id="mail-problem" class="problem" role="alert">
            {problem.value && t(problem.value)}
          </p>
          <button type="submit" class="main" disabled={state.value === 'busy'}>
            {t('email_send')}
          </button>
        </form>
      )}
      <button type="button" class="quiet" onClick={() => (s.isMailOpen.value = false)}>
        {t('back')}
      </button>
    </section>
  )
}
