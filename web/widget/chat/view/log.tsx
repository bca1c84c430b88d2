import { Fragment, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { VisitorMessage } from '../../../../contract/realtime.ts'
import { drop, tryAgain } from '../sending.ts'
import { loadOlder, reload } from '../session.ts'
import * as s from '../store.ts'
import { t } from '../store.ts'

const clock = (at: string) => new Intl.DateTimeFormat(s.locale.value, { timeStyle: 'short' }).format(new Date(at))
const day = (at: string) => new Intl.DateTimeFormat(s.locale.value, { dateStyle: 'medium' }).format(new Date(at))
const size = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

/** Words with their addresses made into links. */
function Words({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/)
  return (
    <p class="words" dir="auto">
      {parts.map((part, at) =>
        at % 2 ? (
          <a key={at} href={part} target="_blank" rel="noopener nofollow ugc">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  )
}

let loadedAt = Date.now()
s.messages.subscribe(() => (loadedAt = Date.now()))

/** Links to files live for some minutes: an old one is renewed as it is followed. */
async function follow(event: MouseEvent, message: VisitorMessage, index: number): Promise<void> {
  if (Date.now() - loadedAt < 180_000) return
  event.preventDefault()
  const tab = window.open('', '_blank')
  await reload().catch(() => {})
  const url = s.messages.value.find((one) => one.id === message.id)?.attachments[index]?.url
  if (tab && url) tab.location.href = url
}

function Files({ message }: { message: VisitorMessage }) {
  return (
    <>
      {message.attachments.map((file, at) => (
        <a key={file.url} class="file" href={file.url} target="_blank" rel="noopener" onClick={(event) => void follow(event, message, at)}>
          {/^image\/(png|jpeg|gif|webp)$/.test(file.contentType) && (
            <img src={`${file.url}?show=inline`} alt="" loading="lazy" onError={(event) => event.currentTarget.remove()} />
          )}
          <span>
            {file.name} <small>{size(file.sizeBytes)}</small>
          </span>
        </a>
      ))}
    </>
  )
}

function Line({
  side,
  who,
  at,
  mark,
  children,
}: {
  side: 'mine' | 'theirs'
  who: string
  at: string
  mark?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <li class={`line ${side}`}>
      <div class="bubble">{children}</div>
      <small class="meta">
        <span class={side === 'mine' ? 'hidden' : ''}>{who}</span> {clock(at)} {mark}
      </small>
    </li>
  )
}

const Mark = ({ sign, words }: { sign: string; words: string }) => (
  <span class="mark" title={words}>
    <span aria-hidden="true">{sign}</span>
    <span class="hidden">{words}</span>
  </span>
)

function Said({ message }: { message: VisitorMessage }) {
  const isMine = message.direction === 'in'
  const by = message.channel === 'email' ? ` · ${t('by_email')}` : ''
  return (
    <Line
      side={isMine ? 'mine' : 'theirs'}
      who={(isMine ? t('you') : message.authorName) + by}
      at={message.at}
      mark={isMine && (s.isSeen(message) ? <Mark sign="✓✓" words={t('seen')} /> : <Mark sign="✓" words={t('sent')} />)}
    >
      {message.text && <Words text={message.text} />}
      <Files message={message} />
    </Line>
  )
}

function Waiting({ one }: { one: s.Outgoing }) {
  const mark = one.problem ? null : one.isSent ? <Mark sign="✓" words={t('sent')} /> : <Mark sign="◷" words={t('waiting')} />
  return (
    <Line side="mine" who={t('you')} at={one.writtenAt} mark={mark}>
      {one.text && <Words text={one.text} />}
      {one.files.map((file) => (
        <span key={file.name} class="file">
          {file.name}
        </span>
      ))}
      {one.problem && (
        <p class="problem">
          ✕ {t('failed')}{' '}
          <button type="button" class="plain" onClick={() => void tryAgain(one.clientKey)}>
            {t('again')}
          </button>{' '}
          <button type="button" class="plain" onClick={() => void drop(one.clientKey)}>
            {t('drop')}
          </button>
        </p>
      )}
    </Line>
  )
}

/** Where the reader is; there is one log. */
const reading = { isAtEnd: true, heightBefore: 0 }

function keepPlace(box: HTMLElement | null): void {
  if (!box) return
  if (reading.isAtEnd) box.scrollTop = box.scrollHeight
  // Earlier messages came in above: what was read stays where it is.
  else if (reading.heightBefore) box.scrollTop += box.scrollHeight - reading.heightBefore
  reading.heightBefore = 0
}

/** Everything said, oldest first. It stays at the end unless the reader has gone up. */
export function Log() {
  const box = useRef<HTMLDivElement>(null)
  const typist = s.typist.value
  const isShown = s.isShown.value
  const said = s.messages.value
  const waiting = s.unanswered.value
  useLayoutEffect(() => {
    keepPlace(box.current)
  }, [said.length, waiting.length, typist, isShown])
  const older = () => {
    reading.heightBefore = box.current?.scrollHeight ?? 0
    reading.isAtEnd = false
    void loadOlder().catch(() => {})
  }
  return (
    <div
      class="log"
      ref={box}
      role="log"
      aria-label={t('log')}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => (reading.isAtEnd = scrollHeight - scrollTop - clientHeight < 60)}
    >
      {s.older.value && (
        <button type="button" class="quiet" onClick={older}>
          {t('older')}
        </button>
      )}
      <ol>
        {!s.older.value && (
          <li class="line theirs">
            <div class="bubble">
              <p class="words" dir="auto">
                {s.greeting.value || t('hello')}
              </p>
            </div>
          </li>
        )}
        {said.map((message, at) => (
          <Fragment key={message.id}>
            {at > 0 && day(message.at) !== day(said[at - 1]!.at) && <li class="day">{day(message.at)}</li>}
            <Said message={message} />
          </Fragment>
        ))}
        {waiting.map((one) => (
          <Waiting key={one.clientKey} one={one} />
        ))}
      </ol>
      <p class="typing" aria-live="off">
        {typist && t('typing', { name: typist })}
      </p>
    </div>
  )
}
