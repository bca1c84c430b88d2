import { useCallback, useEffect, useRef, useState } from 'react'
import type { Attachment } from '../../../../contract/conversation.ts'
import type { Problem } from '../../../../contract/problem.ts'
import { changeDraft, draftOf, type Mode } from '../../store/drafts.ts'
import { newUuid } from '../../store/uuid.ts'

/** As the server has it. */
const mostBytes = 25 * 1024 * 1024

export interface Upload {
  key: string
  name: string
  /** 0 to 1. */
  progress: number
  /** `too_large`, `offline`, or the server's words. */
  problem: string | null
}
export interface Uploads {
  list: readonly Upload[]
  isBusy: boolean
  add(files: readonly File[]): void
  dismiss(key: string): void
}

/** Files on their way to the server; each becomes part of the draft when it has arrived. */
export function useUploads(conversationId: string, mode: Mode): Uploads {
  const [list, setList] = useState<readonly Upload[]>([])
  const running = useRef(new Map<string, XMLHttpRequest>())
  useEffect(() => {
    const requests = running.current
    return () => requests.forEach((request) => request.abort())
  }, [])
  const change = useCallback((key: string, part: Partial<Upload>) => {
    setList((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)))
  }, [])
  const dismiss = useCallback((key: string) => {
    running.current.get(key)?.abort()
    running.current.delete(key)
    setList((now) => now.filter((one) => one.key !== key))
  }, [])
  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = newUuid()
        const isTooLarge = file.size > mostBytes
        setList((now) => [...now, { key, name: file.name, progress: 0, problem: isTooLarge ? 'too_large' : null }])
        if (isTooLarge) continue
        const request = upload(file, {
          progress: (progress) => change(key, { progress }),
          failed: (problem) => change(key, { problem }),
          done(attachment) {
            dismiss(key)
            const { attachments } = draftOf(conversationId, mode)
            changeDraft(conversationId, mode, { attachments: [...attachments, attachment] })
          },
        })
        running.current.set(key, request)
      }
    },
    [conversationId, mode, change, dismiss],
  )
  return { list, isBusy: list.some((one) => one.problem === null), add, dismiss }
}

interface Listener {
  progress(share: number): void
  failed(problem: string): void
  done(attachment: Attachment): void
}

/** By XMLHttpRequest, because fetch does not tell how far an upload has come. */
function upload(file: File, listener: Listener): XMLHttpRequest {
  const request = new XMLHttpRequest()
  request.open('POST', '/api/v1/attachments')
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
  request.upload.addEventListener('progress', (event) => event.lengthComputable && listener.progress(event.loaded / event.total))
  request.addEventListener('error', () => listener.failed('offline'))
  request.addEventListener('load', () => {
    if (request.status === 201) return listener.done(JSON.parse(request.responseText) as Attachment)
    listener.failed(titleOf(request.responseText) ?? `${request.status}`)
  })
  request.send(file)
  return request
}

function titleOf(body: string): string | null {
  try {
    return (JSON.parse(body) as Partial<Problem>).title ?? null
  } catch {
    return null
  }
}
