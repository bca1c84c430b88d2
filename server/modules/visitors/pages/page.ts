import type { VisitorMessage } from '../../../../contract/realtime.ts'
import { locales, type Locale } from '../../../../contract/people.ts'
import type { ChatInbox } from '../chat-inbox.ts'
import { brandCss } from './colours.ts'
import { Html, html, jsonFor } from './html.ts'
import { languageNames } from './language.ts'
import type { WidgetFiles } from './widget-files.ts'

export interface PageFacts {
  kind: 'chat' | 'talk'
  chat: ChatInbox
  locale: Locale
  files: WidgetFiles
  nonce: string
  isOnline: boolean
  /** What was said so far by somebody who uses the page without the program. */
  messages: VisitorMessage[]
  token: string | null
  /** Ids of texts to show, and the text that was not taken, so that nobody writes it twice. */
  notice: string | null
  problem: string | null
  draft: string
  email: string
  clientKey: string
}

/**
 * The whole page. Everything is there and works as a plain form; where the program runs it takes over, with what was written so far. The frame `/chat` sends its
 * form to a page of its own, because a frame on a stranger's page has no cookie.
 */
export function drawPage(facts: PageFacts): string {
  const { chat, locale, files, nonce, kind } = facts
  const t = (id: string) => files.words[locale][id] ?? files.words.en[id] ?? id
  const { email, phone } = { email: chat.settings.contactEmail || null, phone: chat.settings.contactPhone || null }
  const boot = {
    key: chat.key,
    page: kind,
    locale,
    locales: locales.map((code) => ({ code, name: languageNames[code] })),
    words: files.words[locale],
    name: chat.name,
    greeting: chat.settings.greeting,
    isOnline: facts.isOnline,
    card: { email, phone },
    token: facts.token,
  }
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>${chat.name} · ${t('chat')}</title>
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${new Html(files.css)}${new Html(brandCss(chat.settings.colour))}
        </style>
        ${files.script && html`<script type="module" src="${files.script}"></script>`}
        <noscript
          ><style nonce="${nonce}">
            ${new Html(plainCss(files.css))}
          </style></noscript
        >
      </head>
      <body class="${kind}">
        <main id="app">
          ${drawTop(facts, t)} ${kind === 'talk' && html`<noscript>${drawLanguages(facts)}</noscript>`}
          <div class="log" role="log" aria-label="${t('log')}">
            <ol>
              <li class="line theirs">
                <div class="bubble"><p class="words" dir="auto">${chat.settings.greeting || t('hello')}</p></div>
              </li>
              ${facts.messages.map((message) => drawMessage(message, locale, t))}
            </ol>
          </div>
          <footer class="foot">${drawForms(facts, t)}</footer>
        </main>
        <script type="application/json" id="boot">
          ${jsonFor(boot)}
        </script>
      </body>
    </html>`.text
}

/** Without the program the rules for the plain page hold: they are written for `.plainly`, and this makes them hold for every page. */
const plainCss = (css: string): string =>
  [...css.matchAll(/([^{}]*\.plainly[^{}]*)\{([^{}]*)\}/g)]
    .map(([, selector, body]) => `${selector!.replaceAll('.plainly', 'body')}{${body}}`)
    .join('')

type Words = (id: string) => string

const drawTop = ({ chat, isOnline }: PageFacts, t: Words) =>
  html`<header class="top">
    <div class="who">
      <h1>${chat.name}</h1>
      <p class="status"><span class="dot${isOnline ? ' on' : ''}" aria-hidden="true"></span>${t(isOnline ? 'online' : 'away')}</p>
    </div>
  </header>`

const drawLanguages = ({ locale, chat }: PageFacts) =>
  html`<nav class="languages">
    ${locales
      .filter((code) => code !== locale)
      .map((code) => html`<a href="/talk/${chat.key}?lang=${code}" lang="${code}" hreflang="${code}">${languageNames[code]}</a>`)}
  </nav>`

function drawMessage(message: VisitorMessage, locale: Locale, t: Words): Html {
  const isMine = message.direction === 'in'
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(message.at))
  return html`<li class="line ${isMine ? 'mine' : 'theirs'}"><div class="bubble">${message.text && html`<p class="words" dir="auto">${message.text}</p>`}${message.attachments.map(
    (file) => html`<a class="file" href="${file.url}">${file.name} <small>${Math.max(1, Math.round(file.sizeBytes / 1000))} kB</small></a>`,
  )}</div>
<small class="meta">${isMine ? t('you') : message.authorName}${message.channel === 'email' && ` · ${t('by_email')}`} · <time datetime="${message.at}">${at} UTC</time>${isMine && ` · ${t(message.state === 'read' ? 'seen' : 'sent')}`}</small></li>` // oxfmt-ignore
}

/** One form for each thing, so that nothing is sent by accident; the person comes before the box, as everywhere. */
function drawForms(facts: PageFacts, t: Words): Html {
  const { chat, locale, kind } = facts
  const form = (intent: string, css: string, content: Html) =>
    html`<form class="${css}" method="post" action="/talk/${chat.key}?lang=${locale}" enctype="multipart/form-data"${kind === 'chat' && new Html(' target="_blank"')}><input type="hidden" name="intent" value="${intent}">${content}</form>` // oxfmt-ignore
  return html`<div class="notices" role="status">${facts.notice && html`<p>${facts.notice}</p>`}</div>
<p class="problem" role="alert">${facts.problem}</p>
<div class="ways">${form('person', 'asking', html`<button class="way" type="submit">${t('person')}</button>`)}
<noscript><a class="way" href="/talk/${chat.key}?lang=${locale}">${t('refresh')}</a></noscript></div>
${form(
  'send',
  'box',
  html`<input type="hidden" name="clientKey" value="${facts.clientKey}">
<noscript><label for="text">${t('write')}</label></noscript>
<textarea id="text" name="text" rows="1" maxlength="20000" dir="auto" aria-label="${t('write')}" placeholder="${t('placeholder')}">${facts.draft}</textarea>
<noscript><label for="file">${t('file')}</label><input type="file" id="file" name="file" multiple></noscript>
<button class="main" type="submit">${t('send')}</button>`,
)}
${kind === 'talk' && html`<noscript>${form('email', 'sheet', html`<h2>${t('email_title')}</h2><p>${t('email_text')}</p><label for="email">${t('email_label')}</label><input id="email" name="email" type="email" autocomplete="email" value="${facts.email}"><button class="main" type="submit">${t('email_send')}</button>`)}</noscript>`}` // oxfmt-ignore
}
