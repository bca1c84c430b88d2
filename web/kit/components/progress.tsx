import style from './progress.module.css'

/** How far something long has come; without `value`, only that it runs. */
export function Progress({ label, value, max = 100 }: { label: string; value?: number; max?: number }) {
  return <progress className={style.progress} aria-label={label} max={max} value={value} />
}
