import { effect } from '@preact/signals'
import { hostOrigin } from './boot.ts'
import { start } from './live.ts'
import { setPage } from './sending.ts'
import { identify } from './session.ts'
import * as s from './store.ts'

/** Says something to the page around the chat, and to no other. */
export const tellHost = (type: string, value: unknown = null) => void (hostOrigin && parent.postMessage({ samvad: type, value }, hostOrigin))

/** What the loader on the page around us says. `onOpen` moves the focus in. */
export function listenToHost(onOpen: () => void): void {
  if (!hostOrigin) {
    start()
    return
  }
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== hostOrigin || source !== parent || typeof data?.samvad !== 'string') return
    if (data.samvad === 'open') {
      setPage(data.value?.page)
      s.isShown.value = true
      start()
      onOpen()
    } else if (data.samvad === 'close') s.isShown.value = false
    else if (data.samvad === 'context') setPage(data.value?.page)
    else if (data.samvad === 'identify') void identify(data.value, (state) => tellHost('identity', state)).catch(() => {})
  })
  effect(() => tellHost('unread', s.isShown.value ? 0 : s.unread.value))
  let last = ''
  effect(() => {
    const newest = s.messages.value.at(-1)
    if (newest && newest.id !== last) tellHost('message', { direction: newest.direction })
    last = newest?.id ?? ''
  })
  tellHost('ready')
}
