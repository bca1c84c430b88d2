import Clock from 'lucide-react/icons/clock'
import Lock from 'lucide-react/icons/lock'
import { classes } from '../../../kit/classes.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { changeDraft, draftOf, type Mode } from '../../store/drafts.ts'
import { isStuck, withdraw } from '../../store/outbox.ts'
import type { Errand } from '../../store/outbox-order.ts'
import { places } from '../../store/ui.ts'
import style from './feed.module.css'
import { Words } from './words.tsx'

/** What was written here and is not on the server yet. */
export function Pending({ errand }: { errand: Errand }) {
  const t = useT()
  const stuck = isStuck.use()
  const { text } = errand.body as { text: string }
  const mode = errand.kind as Mode
  const isNote = mode === 'note'
  const edit = () => {
    if (!withdraw(errand.key)) return
    const now = draftOf(errand.conversationId, mode).text
    changeDraft(errand.conversationId, mode, { text: now.trim() ? `${text}\n\n${now}` : text })
    places.composer?.focus(mode)
  }
  return (
    <article
      className={classes(style.bubble, isNote ? style.internal : style.out, isNote && style.note, style.pending)}
      tabIndex={0}
      aria-label={t('inbox.pending')}
    >
      {isNote && (
        <header className={style.meta}>
          <span className={style.noteMark}>
            <Icon icon={Lock} />
            {t('inbox.note')}
          </span>
        </header>
      )}
      <Words text={text} />
      <p className={style.delivery} data-state="queued">
        <Icon icon={Clock} />
        {stuck ? t('inbox.delivery.offline') : t('inbox.delivery.sending')}
        {stuck && (
          <Button variant="quiet" size="compact" onClick={edit}>
            {t('inbox.edit')}
          </Button>
        )}
      </p>
    </article>
  )
}
