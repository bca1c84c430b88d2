import { useState } from 'react'
import type { Agent } from '../../../../../contract/people.ts'
import { type Role, roleMay, roles } from '../../../../../contract/permissions.ts'
import { Avatar } from '../../../../kit/components/avatar.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import style from '../../pieces/screen.module.css'
import { showUndo } from '../../pieces/undo-toast.ts'
import { useAct } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import own from './people.module.css'

/** The roles somebody of this role may give. */
export const rolesBelow = (role: Role): readonly Role[] => roles.slice(0, roles.indexOf(role) + 1)

/** Why I may not change this person; undefined when I may. */
function useRefusal(agent: Agent, me: Agent): string | undefined {
  const t = useT()
  const offline = useOfflineReason()
  if (!roleMay(me.role, 'people.change')) return t('form.not_allowed')
  if (agent.id === me.id) return t('setup.not_yourself')
  if (agent.role === 'owner' && me.role !== 'owner') return t('setup.only_owners')
  return offline
}

export function AgentRow({ agent, me, onChange }: { agent: Agent; me: Agent; onChange(agent: Agent): void }) {
  const t = useT()
  const act = useAct()
  const refusal = useRefusal(agent, me)
  const [isBusy, setBusy] = useState(false)
  const change = async (body: { role?: Role; isDeactivated?: boolean }, before: typeof body, said: string) => {
    setBusy(true)
    await act(async () => {
      onChange(await call('PATCH /agents/:id', { params: { id: agent.id }, body }))
      showUndo(said, () => act(async () => onChange(await call('PATCH /agents/:id', { params: { id: agent.id }, body: before }))))
    })
    setBusy(false)
  }
  const setRole = (role: Role) =>
    void change({ role }, { role: agent.role }, t('setup.role_changed', { name: agent.name, role: t(`form.role_${role}`) }))
  const setActive = (isDeactivated: boolean) =>
    void change(
      { isDeactivated },
      { isDeactivated: !isDeactivated },
      t(isDeactivated ? 'setup.deactivated_done' : 'setup.activated_done', { name: agent.name }),
    )
  const given = rolesBelow(me.role)
  const choices = (given.includes(agent.role) ? given : roles).map((role) => ({ value: role, label: t(`form.role_${role}`) }))
  return (
    <li>
      <Avatar name={agent.name} id={agent.id} />
      <span className={style.main}>
        <span className={style.line}>
          <UserText className={style.name}>{agent.name}</UserText>
          {agent.id === me.id && <Chip>{t('setup.you')}</Chip>}
          {agent.isDeactivated && <Chip tone="neutral">{t('setup.deactivated')}</Chip>}
        </span>
        <span className={style.meta}>{agent.email}</span>
      </span>
      <span className={own.controls}>
        {refusal === undefined ? (
          <>
            <Select aria-label={t('setup.role_of', { name: agent.name })} value={agent.role} onChange={setRole} choices={choices} disabled={isBusy} />
            <Button size="compact" variant="quiet" busy={isBusy} onClick={() => setActive(!agent.isDeactivated)}>
              {agent.isDeactivated ? t('setup.activate') : t('setup.deactivate')}
            </Button>
          </>
        ) : (
          <span title={refusal}>
            <Chip>{t(`form.role_${agent.role}`)}</Chip>
          </span>
        )}
      </span>
    </li>
  )
}
