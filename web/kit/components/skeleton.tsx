import { useT } from '../i18n.tsx'
import style from './skeleton.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** Grey lines in the place of what is loading; they appear after 150 ms, never before. `rows` are list rows with a circle and two lines. */
export function Skeleton({ lines = 3, rows }: { lines?: number; rows?: number }) {
  const t = useT()
  return (
    <div className={style.skeleton}>
      <VisuallyHidden live>{t('kit.loading')}</VisuallyHidden>
      {rows === undefined
        ? Array.from({ length: lines }, (_, index) => <span key={index} className={style.line} aria-hidden="true" />)
        : Array.from({ length: rows }, (_, index) => (
            <span key={index} className={style.row} aria-hidden="true">
              <span className={style.circle} />
              <span className={style.lines}>
                <span className={style.line} />
                <span className={style.line} />
              </span>
            </span>
          ))}
    </div>
  )
}
