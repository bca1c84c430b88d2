import { flushSync } from 'react-dom'
import { useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { OptionList, optionId, type Option } from '../../../kit/components/option-list.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import { searchOptions } from '../../../kit/option-search.ts'
import { onMac } from '../../../kit/platform.ts'
import { call } from '../../api.ts'
import { useAgents, useSavedReplies } from '../../store/directory.ts'
import type { Mode } from '../../store/drafts.ts'
import { timelineOf } from '../../store/held.ts'
import { useMe } from '../../store/session.ts'
import { places } from '../../store/ui.ts'
import style from './composer.module.css'
import { fillVariables, firstUnfilled, knownVariables } from './fill-variables.ts'
import { triggerAt, type Trigger } from './text-trigger.ts'

export interface TextHandle {
  focus(): void
  /** Puts words where the caret is, with their variables filled in. */
  insert(words: string): void
  /** Selects the first variable nobody has filled in; false when there is none. */
  selectUnfilled(): boolean
}
interface ComposerTextProps {
  handle: Ref<TextHandle>
  conversation: Conversation
  mode: Mode
  value: string
  onChange(value: string): void
  onFiles(files: File[]): void
  onSend(resolve: boolean): void
}

/** The text itself: grows with what is written, asks for saved replies at "/" and colleagues at "@". Keys never act while an input method composes. */
export function ComposerText({ handle, conversation, mode, value, onChange, onFiles, onSend }: ComposerTextProps) {
  const t = useT()
  const listId = useId()
  const { settings, agent: me } = useMe()
  const area = useRef<HTMLTextAreaElement>(null)
  const [trigger, setTrigger] = useState<Trigger | null>(null)
  const [active, setActive] = useState(0)
  const options = useOptions(trigger, conversation)
  const place = Math.min(active, options.length - 1)
  const isOffering = trigger !== null && options.length > 0
  useAutosize(area, value)
  useImperativeHandle(handle, () => ({
    focus() {
      area.current?.focus()
      area.current?.setSelectionRange(value.length, value.length)
    },
    insert: (words) => replace(area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? value.length, words),
    selectUnfilled,
  }))

  const fill = (text: string) => fillVariables(text, knownVariables(conversation.contact.name, me.name, timelineOf(conversation.id) ?? []))
  function replace(from: number, to: number, given: string): void {
    const words = fill(given)
    // At once, for the next key may already be on its way: it belongs behind these words.
    flushSync(() => {
      onChange(value.slice(0, from) + words + value.slice(to))
      setTrigger(null)
    })
    area.current?.focus()
    if (!selectUnfilled()) area.current?.setSelectionRange(from + words.length, from + words.length)
  }
  function selectUnfilled(): boolean {
    const gap = area.current && firstUnfilled(area.current.value)
    if (!gap) return false
    area.current?.focus()
    area.current?.setSelectionRange(gap.from, gap.to)
    return true
  }
  function look(): void {
    const element = area.current
    const found =
      element && element.selectionStart === element.selectionEnd ? triggerAt(element.value, element.selectionStart, mode === 'note') : null
    setTrigger(found)
    if (found?.query !== trigger?.query) setActive(0)
  }
  function pick(option: Option): void {
    if (!trigger) return
    const isReply = trigger.kind === 'saved_reply'
    replace(trigger.from, trigger.from + trigger.query.length + 1, isReply ? (option.keywords ?? '') : `@${option.label} `)
    if (isReply) void call('POST /saved-replies/:id/used', { params: { id: option.id } }).catch(() => undefined)
  }
  function offered(event: KeyboardEvent): boolean {
    if (!isOffering) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      setActive((place + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length)
    else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') pick(options[place]!)
    else if (event.key === 'Escape') setTrigger(null)
    else return false
    return true
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const isMod = onMac ? event.metaKey : event.ctrlKey
    const isSend = event.key === 'Enter' && (isMod || (settings.enterSends === true && !event.shiftKey && isChat(conversation)))
    if (offered(event)) event.preventDefault()
    else if (isSend) {
      event.preventDefault()
      onSend(isMod && event.shiftKey)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      places.feed?.focus()
    }
  }
  const isNote = mode === 'note'
  return (
    <>
      {isOffering && (
        <div className={style.offer} data-overlay="">
          <OptionList
            id={listId}
            label={trigger.kind === 'mention' ? t('composer.mention') : t('composer.saved_reply')}
            options={
              trigger.kind === 'saved_reply'
                ? options.map(({ keywords, ...option }) => ({
                    ...option,
                    hint: fill(keywords ?? '')
                      .replaceAll(/\s+/g, ' ')
                      .slice(0, 90),
                  }))
                : options
            }
            active={place}
            onHover={setActive}
            onPick={(option) => pick(options.find((one) => one.id === option.id)!)}
          />
        </div>
      )}
      <textarea
        ref={area}
        className={style.text}
        rows={2}
        dir="auto"
        lang={languageOfScript(value)}
        value={value}
        placeholder={isNote ? t('composer.note_hint') : t('composer.reply_hint')}
        aria-label={isNote ? t('composer.note_text') : t('composer.reply_text', { name: conversation.contact.name })}
        aria-autocomplete="list"
        aria-controls={isOffering ? listId : undefined}
        aria-activedescendant={isOffering ? optionId(listId, place) : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          look()
        }}
        onKeyDown={onKeyDown}
        onSelect={look}
        onBlur={() => setTimeout(() => setTrigger(null), 150)}
        onPaste={(event) => {
          const files = [...event.clipboardData.files]
          if (files.length === 0) return
          event.preventDefault()
          onFiles(files)
        }}
      />
    </>
  )
}

/** Enter sends only where people expect it of a chat. */
const isChat = ({ last, channels }: Conversation) => (last?.channel ?? channels.at(-1)) !== 'email'

/** What the sign asks for. The text of a saved reply travels as its keywords, so that words inside it find it. */
function useOptions(trigger: Trigger | null, conversation: Conversation): readonly Option[] {
  const agents = useAgents()
  const me = useMe().agent.id
  const replies = useSavedReplies(trigger?.kind === 'saved_reply')
  const language = conversation.contact.language ?? conversation.last?.language
  return useMemo(() => {
    if (!trigger) return []
    if (trigger.kind === 'mention') {
      const others = agents.filter((agent) => !agent.isDeactivated && agent.id !== me)
      return searchOptions(
        others.map((agent) => ({ id: agent.id, label: agent.name, keywords: agent.email })),
        trigger.query,
      ).slice(0, 8)
    }
    // The customer's language first; the server's order, most used first, within.
    const ranked = replies.toSorted((a, b) => Number(b.language === language) - Number(a.language === language))
    const options = ranked.map((one) => ({ id: one.id, label: one.shortcut ? `${one.shortcut} · ${one.title}` : one.title, keywords: one.text }))
    return searchOptions(options, trigger.query).slice(0, 30)
  }, [trigger, agents, me, replies, language])
}

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')
function useAutosize(area: { current: HTMLTextAreaElement | null }, value: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (growsByItself || !element) return
    element.style.setProperty('height', 'auto')
    element.style.setProperty('height', `${element.scrollHeight}px`)
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- measured anew with each change of the text
  }, [area, value])
}
