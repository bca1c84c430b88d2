import { FormField } from '../../../../kit/components/form-field.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import style from '../../pieces/screen.module.css'
import own from './channels.module.css'
import { isPort, type MailForm, type ServerForm } from './mail-form.ts'

interface FieldsProps {
  form: MailForm
  onChange(form: MailForm): void
}

/** Both servers and the name one signs in with, as found or as typed. */
export function ServerFields({ form, onChange }: FieldsProps) {
  const t = useT()
  return (
    <div className={style.stack}>
      <OneServer label={t('setup.imap_server')} server={form.imap} onChange={(imap) => onChange({ ...form, imap })} />
      <OneServer label={t('setup.smtp_server')} server={form.smtp} onChange={(smtp) => onChange({ ...form, smtp })} />
      <FormField label={t('setup.mail_user')} hint={t('setup.mail_user_hint')} optional>
        <TextField value={form.user} onChange={(user) => onChange({ ...form, user })} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </FormField>
    </div>
  )
}

function OneServer({ label, server, onChange }: { label: string; server: ServerForm; onChange(server: ServerForm): void }) {
  const t = useT()
  return (
    <fieldset>
      <legend className={style.name}>{label}</legend>
      <div className={own.server}>
        <FormField label={t('setup.host')}>
          <TextField
            value={server.host}
            onChange={(host) => onChange({ ...server, host })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </FormField>
        <FormField label={t('setup.port')} error={isPort(server.port) ? undefined : t('setup.port_wrong')}>
          <TextField inputMode="numeric" value={server.port} onChange={(port) => onChange({ ...server, port })} autoComplete="off" />
        </FormField>
        <FormField label={t('setup.security')}>
          <Select
            value={server.security}
            onChange={(security) => onChange({ ...server, security })}
            choices={[
              { value: 'tls', label: 'TLS' },
              { value: 'starttls', label: 'STARTTLS' },
              { value: 'none', label: t('setup.security_none') },
            ]}
          />
        </FormField>
      </div>
    </fieldset>
  )
}

/** What has a working default and may be changed after the first green test. */
export function MoreMailFields({ form, onChange }: FieldsProps) {
  const t = useT()
  return (
    <div className={style.grid}>
      <FormField label={t('setup.sender_name')} hint={t('setup.sender_name_hint')} optional>
        <TextField value={form.senderName} onChange={(senderName) => onChange({ ...form, senderName })} maxLength={120} autoComplete="organization" />
      </FormField>
      <FormField label={t('setup.first_start')}>
        <Select
          value={form.firstStart}
          onChange={(firstStart) => onChange({ ...form, firstStart })}
          choices={[
            { value: 'from_now', label: t('setup.first_start_now') },
            { value: 'everything', label: t('setup.first_start_all') },
          ]}
        />
      </FormField>
      <FormField label={t('setup.afterwards')}>
        <Select
          value={form.afterwards}
          onChange={(afterwards) => onChange({ ...form, afterwards })}
          choices={[
            { value: 'nothing', label: t('setup.afterwards_nothing') },
            { value: 'mark_seen', label: t('setup.afterwards_seen') },
            { value: 'delete', label: t('setup.afterwards_delete') },
          ]}
        />
      </FormField>
      <FormField label={t('setup.folder')} hint={t('setup.folder_hint')} optional>
        <TextField
          value={form.folder}
          onChange={(folder) => onChange({ ...form, folder })}
          autoComplete="off"
          autoCapitalize="none"
          placeholder="INBOX"
        />
      </FormField>
    </div>
  )
}
