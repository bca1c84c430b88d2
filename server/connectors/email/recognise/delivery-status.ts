import { addressesIn, readHeaderBlock, type Header } from './headers.ts'
import type { BounceAction } from './recognition.ts'
import { findEnhancedStatus } from './status-code.ts'

/** One group of per-recipient fields of a delivery status notification. */
export interface DeliveryField {
  finalRecipient: string | null
  originalRecipient: string | null
  action: BounceAction | null
  status: string | null
  diagnostic: string | null
  /** The comment that some systems put behind the status; often no more than the meaning of its number. */
  statusComment: string | null
  /** `smtp`, `x-unix`, `x-postfix` … in lower case; null when the field has no type. */
  diagnosticType: string | null
  remoteMta: string | null
}

const recipientFields = new Set(['final-recipient', 'original-recipient', 'x-actual-recipient', 'action', 'status', 'diagnostic-code'])

/**
 * Reads a message/delivery-status part (RFC 3464 §2). Tolerates what real systems do: no blank line between the groups, recipients
 * without a type, a group without any recipient, comments after the status, empty fields.
 */
export function readDeliveryStatus(text: string): DeliveryField[] {
  const groups = text
    .replaceAll(/\r{1,3}\n|\r/g, '\n')
    .split(/\n[ \t]*\n/)
    .flatMap((block) => splitAtRecipients(readHeaderBlock(block)))
  const fields = groups.filter((group) => group.some((header) => recipientFields.has(header.name))).map(readGroup)
  const merged: DeliveryField[] = []
  for (const field of fields) {
    const last = merged.at(-1)
    const continues = last && !field.finalRecipient && !field.originalRecipient && last.action === null && last.status === null
    if (continues) merged.splice(-1, 1, { ...field, finalRecipient: last.finalRecipient, originalRecipient: last.originalRecipient })
    else merged.push(field)
  }
  return merged.filter(
    (field) => field.finalRecipient || field.originalRecipient || field.action || field.status || field.diagnostic || field.statusComment,
  )
}

/** Some systems forget the blank line between recipients: a repeated field opens the next group. */
function splitAtRecipients(headers: Header[]): Header[][] {
  const groups: Header[][] = [[]]
  for (const header of headers) {
    const group = groups.at(-1)!
    if (recipientFields.has(header.name) && group.some((seen) => seen.name === header.name)) groups.push([header])
    else group.push(header)
  }
  return groups
}

function readGroup(group: Header[]): DeliveryField {
  const value = (name: string) => group.find((header) => header.name === name && header.value !== '')?.value ?? null
  const [diagnosticType, diagnostic] = splitType(value('diagnostic-code'))
  return {
    finalRecipient: recipientIn(value('final-recipient')),
    originalRecipient: recipientIn(value('original-recipient')) ?? recipientIn(value('x-actual-recipient')),
    action: readAction(value('action')),
    status: findEnhancedStatus(value('status')),
    diagnostic,
    statusComment: /\(([^()]{4,})\)/.exec(value('status') ?? '')?.[1] ?? null,
    diagnosticType,
    remoteMta: splitType(value('remote-mta'))[1],
  }
}

function splitType(value: string | null): [type: string | null, rest: string | null] {
  if (value === null) return [null, null]
  const typed = /^([A-Za-z][\w-]{0,19})\s*;\s*(.*)$/s.exec(value)
  return typed ? [typed[1]!.toLowerCase(), typed[2]!.trim() || null] : [null, value.trim() || null]
}

function recipientIn(value: string | null): string | null {
  const address = splitType(value)[1]
  if (address === null) return null
  return addressesIn(address)[0] ?? null
}

function readAction(value: string | null): BounceAction | null {
  const word = /^[a-z]+/.exec((value ?? '').toLowerCase())?.[0] ?? ''
  if (word === 'expired' || word === 'deferred') return word === 'expired' ? 'failed' : 'delayed'
  return word === 'failed' || word === 'delayed' || word === 'delivered' || word === 'relayed' || word === 'expanded' ? word : null
}
