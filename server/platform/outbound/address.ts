import { isIPv4, isIPv6 } from 'node:net'

export type AddressKind =
  | 'public'
  | 'private'
  | 'loopback'
  | 'link_local'
  | 'unspecified'
  | 'multicast'
  | 'reserved'
  | 'documentation'
  | 'translated'
  | 'cloud_host'
  | 'invalid'

type Range = readonly [network: bigint, bits: number, kind: AddressKind]

/**
 * What is not a public host in IPv4.
 * Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890 and successors), RFC 5771 for multicast.
 */
const ipv4Ranges: Range[] = [
  range('0.0.0.0/8', 'unspecified'),
  range('10.0.0.0/8', 'private'),
  range('100.64.0.0/10', 'private'),
  range('127.0.0.0/8', 'loopback'),
  range('169.254.0.0/16', 'link_local'),
  range('172.16.0.0/12', 'private'),
  range('192.0.0.0/24', 'reserved'),
  range('192.0.2.0/24', 'documentation'),
  range('192.31.196.0/24', 'reserved'),
  range('192.52.193.0/24', 'reserved'),
  range('192.88.99.0/24', 'translated'),
  range('192.168.0.0/16', 'private'),
  range('192.175.48.0/24', 'reserved'),
  range('198.18.0.0/15', 'reserved'),
  range('198.51.100.0/24', 'documentation'),
  range('203.0.113.0/24', 'documentation'),
  range('224.0.0.0/4', 'multicast'),
  range('240.0.0.0/4', 'reserved'),
  // Azure's WireServer answers every virtual machine on this otherwise public address and hands out its credentials.
  range('168.63.129.16/32', 'cloud_host'),
]

/**
 * IPv6 is read the other way round: only 2000::/3 is global unicast, and these parts of it are not hosts either.
 * Source: IANA IPv6 Special-Purpose Address Registry; RFC 4380 (Teredo), RFC 3056 (6to4), RFC 6052 and 8215 (NAT64), RFC 9637 (3fff::/20).
 */
const ipv6Ranges: Range[] = [
  range('::/128', 'unspecified'),
  range('::1/128', 'loopback'),
  range('::ffff:0:0/96', 'translated'),
  range('::ffff:0:0:0/96', 'translated'),
  range('::/96', 'translated'),
  range('64:ff9b::/96', 'translated'),
  range('64:ff9b:1::/48', 'translated'),
  range('2001::/32', 'translated'),
  range('2001::/23', 'reserved'),
  range('2001:db8::/32', 'documentation'),
  range('2002::/16', 'translated'),
  range('3fff::/20', 'documentation'),
  range('fc00::/7', 'private'),
  range('fe80::/10', 'link_local'),
  range('fec0::/10', 'private'),
  range('ff00::/8', 'multicast'),
]

/** What sort of address this is. Anything that is not a plain dotted IPv4 or an IPv6 without zone is `invalid`. Pure. */
export function classifyAddress(address: string): AddressKind {
  if (isIPv4(address)) return find(ipv4Ranges, parseIpv4(address), 32) ?? 'public'
  if (!isIPv6(address) || address.includes('%')) return 'invalid'
  const value = parseIpv6(address)
  const special = find(ipv6Ranges, value, 128)
  if (special) return special
  if (isIsatap(value)) return 'translated'
  return value >> 125n === 1n ? 'public' : 'reserved'
}

/** May a hosted, multi-tenant server open a connection to this address for a stranger? */
export const isPublicAddress = (address: string): boolean => classifyAddress(address) === 'public'

/**
 * The rule for an installation inside a company's own network: private and loopback hosts are fine, but link-local (cloud metadata),
 * multicast, reserved and translated forms never are.
 */
export function isReachableAddress(address: string, allowPrivateHosts: boolean): boolean {
  const kind = classifyAddress(address)
  return kind === 'public' || (allowPrivateHosts && (kind === 'private' || kind === 'loopback'))
}

/** Is the address inside this block (`2001:db8:5::/48`)? For blocks an operator adds: their own NAT64 prefix, or public addresses used inside. */
export function isInBlock(address: string, block: string): boolean {
  const [network, bits] = range(block, 'reserved')
  const isSix = block.includes(':')
  if (isSix !== isIPv6(address) || (!isSix && !isIPv4(address))) return false
  const width = isSix ? 128 : 32
  const value = isSix ? parseIpv6(address) : parseIpv4(address)
  return value >> BigInt(width - bits) === network >> BigInt(width - bits)
}

const find = (ranges: Range[], value: bigint, width: number) =>
  ranges.find(([network, bits]) => value >> BigInt(width - bits) === network >> BigInt(width - bits))?.[2]

/** RFC 5214: the interface id ::0:5efe:a.b.c.d (or ::200:5efe:…) makes a tunnelling host unwrap to the IPv4 address. */
const isIsatap = (value: bigint) => {
  const marker = (value >> 32n) & 0xffffffffn
  return marker === 0x00005efen || marker === 0x02005efen
}

function range(block: string, kind: AddressKind): Range {
  const [network = '', bits] = block.split('/')
  const width = network.includes(':') ? 128 : 32
  const length = Number(bits)
  const isAddress = width === 128 ? isIPv6(network) : isIPv4(network)
  if (!isAddress || !/^\d{1,3}$/.test(bits ?? '') || length > width) throw new TypeError(`not an address block: ${block}`)
  return [width === 128 ? parseIpv6(network) : parseIpv4(network), length, kind]
}

function parseIpv4(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function parseIpv6(address: string): bigint {
  const [left = '', right] = address.split('::')
  const head = groups(left)
  const tail = right === undefined ? [] : groups(right)
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0n)
  return [...head, ...zeros, ...tail].reduce((sum, group) => (sum << 16n) | group, 0n)
}

function groups(text: string): bigint[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)]
    const value = parseIpv4(group)
    return [value >> 16n, value & 0xffffn]
  })
}
