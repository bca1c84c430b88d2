import RotateCw from 'lucide-react/icons/rotate-cw'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useT } from '../i18n.tsx'
import { Button } from './button.tsx'
import style from './empty-state.module.css'
import { Icon } from './icon.tsx'

interface ErrorStateProps {
  /** Without it: "Could not load". */
  title?: string
  /** The reason in words people understand. */
  children?: string
  /** The request's id, which the operator finds in the log. */
  requestId?: string
  onRetry?: () => void
  retrying?: boolean
}

/** What failed, why, the id to quote, and a way to try again. */
export function ErrorState({ title, children, requestId, onRetry, retrying = false }: ErrorStateProps) {
  const t = useT()
  return (
    <div className={style.empty} role="alert">
      <Icon icon={TriangleAlert} size={20} className={style.icon} />
      <p className={style.title}>{title ?? t('kit.could_not_load')}</p>
      {children && <p className={style.text}>{children}</p>}
      {onRetry && (
        <div className={style.action}>
          <Button icon={RotateCw} busy={retrying} onClick={onRetry}>
            {t('kit.try_again')}
          </Button>
        </div>
      )}
      {requestId && (
        <p className={style.id}>
          {t('kit.request_id')} <code>{requestId}</code>
        </p>
      )}
    </div>
  )
}
