import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { ConfirmDialog } from '../../../kit/components/confirm-dialog.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import type { Me } from '../../../../contract/people.ts'
import { call } from '../../api.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import style from '../pieces/screen.module.css'
import { useAct, useSubmit } from '../pieces/use-act.ts'
import { setMe, useMe } from '../../store/session.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import { SectionScreen } from './section-screen.tsx'

export function Workspace() {
  const t = useT()
  const me = useMe()
  return (
    <SectionScreen title={t('setup.workspace')}>
      <NameCard me={me} />
      {me.workspace.isDemo && <DemoCard me={me} />}
    </SectionScreen>
  )
}

function NameCard({ me }: { me: Me }) {
  const t = useT()
  const offline = useOfflineReason()
  const [name, setName] = useState(me.workspace.name)
  const submit = useSubmit(async () => {
    setMe(await call('PATCH /workspace', { body: { name: name.trim() } }))
    showToast({ tone: 'success', message: t('form.saved') })
  })
  const reason = name.trim() ? offline : t('form.workspace_missing')
  return (
    <Card title={t('setup.workspace_name')}>
      <form className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('form.workspace')} hint={t('setup.workspace_name_hint')}>
          <TextField value={name} onChange={setName} autoComplete="organization" />
        </FormField>
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button type="submit" variant="primary" busy={submit.busy} disabledReason={reason}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function DemoCard({ me }: { me: Me }) {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const [isOpen, setOpen] = useState(false)
  const remove = () =>
    act(async () => {
      await call('POST /workspace/remove-demo', {})
      setMe({ ...me, workspace: { ...me.workspace, isDemo: false } })
      showToast({ tone: 'success', message: t('setup.demo_removed') })
    })
  return (
    <Card title={t('setup.demo')}>
      <div className={style.stack}>
        <p>{t('setup.demo_intro')}</p>
        <div className={style.actions}>
          <Button disabledReason={offline} onClick={() => setOpen(true)}>
            {t('setup.demo_remove')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t('setup.demo_remove')}
        description={t('setup.demo_remove_warning')}
        confirmLabel={t('setup.demo_remove')}
        typeToConfirm={me.workspace.name}
        onConfirm={async () => void (await remove())}
      />
    </Card>
  )
}
