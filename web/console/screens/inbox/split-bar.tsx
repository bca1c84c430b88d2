import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { conversationPath } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { go } from '../../router.tsx'
import { splitOff } from '../../store/changes.ts'
import { splitting } from '../../store/ui.ts'
import style from './conversation.module.css'

/** In the place of the composer while messages are being ticked for a conversation of their own. */
export function SplitBar({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const say = useSay()
  const ids = splitting.use()?.ids ?? []
  async function split() {
    try {
      const created = await splitOff(conversation.id, ids)
      splitting.set(null)
      say.done({ said: 'inbox.split_done', values: { number: created.number } })
      go(conversationPath(created.id))
    } catch (error) {
      say.failed(error)
    }
  }
  return (
    <div className={style.splitBar} role="toolbar" aria-label={t('action.split')}>
      <p className={style.splitWords}>{t('inbox.split_hint', { count: ids.length })}</p>
      <Button onClick={() => splitting.set(null)}>{t('kit.cancel')}</Button>
      <Button variant="primary" {...(ids.length === 0 ? { disabledReason: t('inbox.split_none') } : {})} onClick={() => void split()}>
        {t('inbox.split')}
      </Button>
    </div>
  )
}
