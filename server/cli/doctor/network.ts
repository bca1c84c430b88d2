import { lookup, resolveMx, resolveTxt } from 'node:dns/promises'
import { createServer } from 'node:net'
import type { Settings } from '../../platform/settings.ts'
import { type Finding, bad, ok, warn } from './finding.ts'

const answerMs = 5_000

/** Whether our port answers or is free. A program of another kind on it is no failure: an unasked port moves on. */
export async function checkPort({ host, port, portWasAsked }: Settings): Promise<Finding> {
  const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  try {
    const reply = await fetch(`${address}/livez`, { signal: AbortSignal.timeout(answerMs) })
    if (reply.ok) return ok(`Samvad answers at ${address}`)
    return await takenByAnother(port, portWasAsked)
  } catch {
    return (await isFree(host, port)) ? ok(`Port ${port} is free`) : takenByAnother(port, portWasAsked)
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** Whether customers' machines find the public address, and whether it leads here. */
export async function checkPublicUrl(publicUrl: string | null): Promise<Finding[]> {
  if (publicUrl === null) return []
  const { hostname, protocol } = new URL(publicUrl)
  try {
    await lookup(hostname)
  } catch {
    return [bad(`The name ${hostname} cannot be found.`, `Make an A or AAAA record for ${hostname} at the provider of its domain.`)]
  }
  const secure = protocol === 'https:' ? [] : [warn(`${publicUrl} is not encrypted.`, 'Put a proxy with TLS before Samvad; see docs/operating.')]
  try {
    const reply = await fetch(`${publicUrl}/livez`, { signal: AbortSignal.timeout(answerMs) })
    if (reply.ok) return [...secure, ok(`${publicUrl} leads here`)]
    return [...secure, bad(`${publicUrl}/livez answers ${reply.status}.`, 'Let the proxy pass every path to Samvad.')]
  } catch (error) {
    return [
      ...secure,
      warn(
        `${publicUrl} cannot be reached from here: ${(error as Error).message}.`,
        'Check proxy and firewall (some networks cannot reach their own public address).',
      ),
    ]
  }
}

/** Mail domains of our inboxes: can mail arrive (MX), and is our sending allowed (SPF)? Source: RFC 5321 §5.1, RFC 7208 §3.1. */
export async function checkMailDomain(domain: string): Promise<Finding[]> {
  if (/(^|\.)(localhost|local|test|example|invalid|internal)$/.test(domain)) return []
  const findings: Finding[] = []
  const mx = await resolveMx(domain).catch(notFound)
  if (mx === 'unreachable') return [warn(`The name server did not answer about ${domain}.`, 'Check the network of this machine.')]
  findings.push(
    mx.length > 0
      ? ok(`Mail to ${domain} goes to ${mx[0]!.exchange}`)
      : bad(`No server takes mail for ${domain}.`, `Make an MX record for ${domain}.`),
  )
  const texts = await resolveTxt(domain).catch(notFound)
  const hasSpf = texts !== 'unreachable' && texts.some((parts) => /^v=spf1( |$)/i.test(parts.join('')))
  findings.push(
    hasSpf
      ? ok(`${domain} says who may send for it (SPF)`)
      : warn(
          `${domain} does not say who may send for it.`,
          `Make a TXT record for ${domain}: v=spf1 include:… -all, as your mail provider describes.`,
        ),
  )
  return findings
}

async function takenByAnother(port: number, portWasAsked: boolean): Promise<Finding> {
  const text = `Port ${port} is taken by another program.`
  return portWasAsked ? bad(text, 'Choose another with --port.') : warn(text, 'Samvad takes the next free port; choose one yourself with --port.')
}

function notFound(error: NodeJS.ErrnoException): [] | 'unreachable' {
  return ['ENOTFOUND', 'ENODATA'].includes(error.code ?? '') ? [] : 'unreachable'
}
