import { render } from 'preact'
import './chat.css'
import './log.css'
import './foot.css'
import './plain.css'
import './surroundings.css'
import { listenToHost, tellHost } from './bridge.ts'
import { hostOrigin } from './boot.ts'
import { restoreLanguage } from './language.ts'
import { restore } from './sending.ts'
import * as s from './store.ts'
import { Panel } from './view/panel.tsx'

const app = document.getElementById('app')!
// What was written into the server's form before we came is not lost.
const early = document.querySelector<HTMLTextAreaElement>('#text')
const draft = early?.value ?? ''
const hadFocus = document.activeElement === early
app.replaceChildren()
render(<Panel draft={draft} />, app)

/** On phones the keyboard would cover the conversation: there the name of the chat takes the focus. */
const focusIn = () => document.getElementById(matchMedia('(pointer: coarse)').matches ? 'title' : 'text')?.focus()
if (hadFocus) focusIn()

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return
  if (s.isMailOpen.value) s.isMailOpen.value = false
  else if (hostOrigin) tellHost('close')
})
restoreLanguage()
void restore().then(() => listenToHost(focusIn))
