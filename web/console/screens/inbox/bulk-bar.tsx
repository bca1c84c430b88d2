import Check from 'lucide-react/icons/check'
import Flag from 'lucide-react/icons/flag'
import Tag from 'lucide-react/icons/tag'
import UserPlus from 'lucide-react/icons/user-plus'
import X from 'lucide-react/icons/x'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Menu } from '../../../kit/components/menu.tsx'
import { Picker } from '../../../kit/components/picker.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { changeMany, type BulkChange } from '../../store/changes.ts'
import { useAgents, useTags } from '../../store/directory.ts'
import { conversationOf } from '../../store/held.ts'
import style from './list.module.css'

/** What can be done with the ticked conversations, all at once. Those that could not be changed stay ticked. */
export default function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone(left: ReadonlySet<string>): void }) {
  const t = useT()
  const say = useSay()
  const agents = useAgents().filter((agent) => !agent.isDeactivated)
  const tags = useTags()
  async function change(bulk: BulkChange, back?: BulkChange | null) {
    try {
      const failed = await changeMany(ids, bulk)
      onDone(new Set(failed))
      const changed = ids.filter((id) => !failed.includes(id))
      const undo = back ? { undo: () => void changeMany(changed, back).catch(say.failed) } : {}
      say.done({ said: 'inbox.bulk_done', values: { count: changed.length, failed: failed.length }, ...undo })
    } catch (error) {
      say.failed(error)
    }
  }
  /** Only what was the same for all of them can be put back in one step. */
  const before = <V,>(pick: (id: string) => V): V | undefined => {
    const values = new Set(ids.map(pick))
    return values.size === 1 ? [...values][0] : undefined
  }
  const assignee = before((id) => conversationOf(id)?.assigneeId ?? null)
  return (
    <div className={style.bulk} role="toolbar" aria-label={t('inbox.selected', { count: ids.length })}>
      <span className={style.bulkCount}>{t('inbox.selected', { count: ids.length })}</span>
      <IconButton icon={Check} label={t('action.resolve')} onClick={() => void change({ status: 'resolved' }, { status: 'open' })} />
      <Picker
        label={t('action.assign')}
        trigger={<IconButton icon={UserPlus} label={t('action.assign')} />}
        options={[{ id: 'none', label: t('inbox.nobody') }, ...agents.map((agent) => ({ id: agent.id, label: agent.name }))]}
        onPick={({ id }) => void change({ assigneeId: id === 'none' ? null : id }, assignee === undefined ? null : { assigneeId: assignee })}
      />
      <Picker
        label={t('action.tags')}
        trigger={<IconButton icon={Tag} label={t('action.tags')} />}
        options={tags.map(({ name }) => ({ id: name, label: name }))}
        offer={(query) => ({ id: query, label: t('inbox.new_tag', { name: query }) })}
        onPick={({ id }) => void change({ addTags: [id] })}
      />
      <Menu
        trigger={<IconButton icon={Flag} label={t('action.priority')} />}
        items={(['urgent', 'high', 'normal', 'low'] as const).map((priority) => ({
          id: priority,
          label: t(`inbox.priority.${priority}`),
          onSelect: () => void change({ priority }),
        }))}
      />
      <IconButton icon={X} label={t('inbox.clear_selection')} onClick={() => onDone(new Set())} />
    </div>
  )
}
