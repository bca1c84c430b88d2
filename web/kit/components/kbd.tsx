import { keyCaps } from '../keys.ts'
import { onMac } from '../platform.ts'
import style from './kbd.module.css'

/** The caps of a binding such as `mod+k` or `g i`. Decoration beside a name: hidden from assistive technology, which gets aria-keyshortcuts. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={style.keys} aria-hidden="true">
      {keyCaps(keys, onMac).map((cap, index) => (
        <kbd key={`${index}${cap}`} className={style.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  )
}
