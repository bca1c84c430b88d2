/**
 * The one line on a company's page: draws a button, and loads the chat only when somebody reaches for it. Nothing else happens on the host page: no cookie, no
 * font, no request, no layout shift.
 *
 *   <script async src="https://help.shop.in/widget.js" data-key="KEY"></script>
 *   <noscript><a href="https://help.shop.in/talk/KEY">Talk to us</a></noscript>
 *
 * Options: data-lang, data-colour, data-side="left", data-label. Programs use window.Samvad: open, close, identify, setContext, on.
 */
type Listener = (value: unknown) => void

;(() => {
  const script = (document.currentScript ?? document.querySelector('script[data-key][src*="widget.js"]')) as HTMLScriptElement | null
  const key = script?.dataset['key']
  if (!script || !key || 'Samvad' in window) return
  const { origin } = new URL(script.src)
  const { lang, colour = '#00616a', side, label } = script.dataset
  const language = lang || document.documentElement.lang
  const names: Record<string, string> = {
    en: 'Chat with us',
    hi: 'हमसे बात करें',
    te: 'మాతో మాట్లాడండి',
    ml: 'ഞങ്ങളോട് സംസാരിക്കൂ',
    ta: 'எங்களுடன் பேசுங்கள்',
    pt: 'Fale conosco',
    es: 'Hable con nosotros',
  }
  const name = label || names[(language || navigator.language).slice(0, 2)] || names['en']!
  const listeners = new Map<string, Set<Listener>>()
  const waiting: [type: string, value: unknown][] = []
  let frame: HTMLIFrameElement | null = null
  let isReady = false
  let isOpen = false

  const host = document.createElement('samvad-chat')
  const root = host.attachShadow({ mode: 'open' })
  // White or near-black, whichever is easier to read on the brand's colour (WCAG relative luminance).
  const [r = 0, g = 0, b = 0] = (/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#00616a').match(/\w\w/g)!.map((two) => {
    const part = parseInt(two, 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const on = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#0b1214' : '#fff'
  const edge = side === 'left' ? 'left' : 'right'
  const style = document.createElement('style')
  style.textContent = `:host{all:initial;position:fixed;${edge}:16px;bottom:16px;z-index:2147483000}
button{all:unset;box-sizing:border-box;display:grid;place-items:center;width:56px;height:56px;border-radius:50%;background:${colour};color:${on};cursor:pointer;box-shadow:0 2px 10px #0004;position:relative}
button:focus-visible{outline:3px solid ${colour};outline-offset:3px}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-4px;${edge}:-4px;min-width:22px;height:22px;border-radius:11px;background:#ae2e27;color:#fff;font:600 13px/22px system-ui,sans-serif;text-align:center}b:empty{display:none}
div{position:fixed;${edge}:16px;bottom:84px;width:400px;height:min(640px,calc(100vh - 100px));height:min(640px,calc(100dvh - 100px));border-radius:12px;overflow:hidden;box-shadow:0 8px 40px #0005;background:#f6f3ed;border:1px solid #0002}
div[hidden]{display:none}iframe{width:100%;height:100%;border:0;display:block}
@media (max-width:480px){div{inset:0;width:100%;height:100%;border-radius:0;border:0}}
@media (prefers-color-scheme:dark){div{background:#0b1214;border-color:#fff3}}
@media (prefers-reduced-motion:no-preference){div{animation:i .12s}@keyframes i{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){button{border:2px solid}}`
  const button = document.createElement('button')
  button.type = 'button'
  button.title = name
  button.setAttribute('aria-label', name)
  button.setAttribute('aria-haspopup', 'dialog')
  button.setAttribute('aria-expanded', 'false')
  button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M21 12a8 8 0 0 1-8 8H4l1.8-3A8 8 0 1 1 21 12Z"/></svg><b></b>'
  const badge = button.querySelector('b')!
  const panel = document.createElement('div')
  panel.hidden = true
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-label', name)
  root.append(style, button, panel)

  const tell = (type: string, value: unknown = null) => {
    if (frame && isReady) frame.contentWindow!.postMessage({ samvad: type, value }, origin)
    else waiting.push([type, value])
  }
  const emit = (type: string, value: unknown) => listeners.get(type)?.forEach((listener) => listener(value))
  const load = () => {
    if (frame) return
    frame = document.createElement('iframe')
    frame.title = name
    frame.allow = 'clipboard-write'
    frame.src = `${origin}/chat/${encodeURIComponent(key)}?host=${encodeURIComponent(location.origin)}${language ? `&lang=${encodeURIComponent(language)}` : ''}`
    panel.append(frame)
  }
  const open = () => {
    load()
    if (isOpen) return
    isOpen = true
    panel.hidden = false
    badge.textContent = ''
    button.setAttribute('aria-expanded', 'true')
    tell('open', { page: location.origin + location.pathname })
    frame!.focus()
    emit('open', null)
  }
  const close = () => {
    if (!isOpen) return
    isOpen = false
    panel.hidden = true
    button.setAttribute('aria-expanded', 'false')
    tell('close')
    button.focus()
    emit('close', null)
  }

  button.addEventListener('click', () => (isOpen ? close() : open()))
  for (const reach of ['pointerenter', 'focus', 'touchstart']) button.addEventListener(reach, load, { once: true, passive: true })
  addEventListener('keydown', (event) => event.key === 'Escape' && close())
  addEventListener('message', ({ origin: from, source, data }) => {
    if (from !== origin || !frame || source !== frame.contentWindow || typeof data?.samvad !== 'string') return
    if (data.samvad === 'ready') {
      isReady = true
      for (const [type, value] of waiting.splice(0)) tell(type, value)
    } else if (data.samvad === 'close') close()
    else {
      if (data.samvad === 'unread') {
        badge.textContent = isOpen || !data.value ? '' : String(data.value)
        button.setAttribute('aria-label', badge.textContent ? `${name} (${badge.textContent})` : name)
      }
      emit(data.samvad, data.value)
    }
  })

  Object.defineProperty(window, 'Samvad', {
    value: Object.freeze({
      open,
      close,
      /** Says who is logged in: a JWT signed on your server with the inbox's identity secret. null: nobody any more. */
      identify: (jwt: string | null) => (load(), tell('identify', jwt)),
      /** What the agent should know of this page, such as { page: 'https://…' }. */
      setContext: (context: object) => tell('context', context),
      /** open, close, unread (a number), identity ('verified' or 'refused'), message. Returns how to stop listening. */
      on(type: string, listener: Listener) {
        const set = listeners.get(type) ?? new Set()
        listeners.set(type, set.add(listener))
        return () => void set.delete(listener)
      },
    }),
  })
  const draw = () => document.body.append(host)
  if (document.body) draw()
  else addEventListener('DOMContentLoaded', draw)
})()
