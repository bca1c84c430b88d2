import { createRequire } from 'node:module'
import { allowedTags, attributesByTag, freeTextAttributes, globalAttributes, plainAttributeValue, silentElements } from './allow-list.ts'
import { boundHtml } from './bound.ts'
import { filterStyle } from './styles.ts'
import { readImageSource, readLink } from './urls.ts'

/** The mail's HTML, safe to show; nothing in it is fetched until `allowRemoteImages`. `cut`: it was too large to be shown whole. */
export interface SanitisedMail {
  html: string
  remoteImageCount: number
  cut: boolean
}

type Attributes = Record<string, string>

/** Loaded with the first mail: with its style parser it is a twelfth of all that a start would load. */
let sanitizer: typeof import('sanitize-html') | undefined
const require = createRequire(import.meta.url)

const allowed = new Set(allowedTags)
const globals = new Set(globalAttributes)
const byTag = new Map(Object.entries(attributesByTag).map(([tag, names]) => [tag, new Set(names)]))

/**
 * Reduces the HTML of a mail to an allow-list of elements, attributes and styles. Links are http(s), mailto or tel and open elsewhere;
 * images come from `resolveCid`, from raster data in the mail, or stay blocked with their address in `data-remote-src`.
 * Never throws; linear (10 MB or 100,000 nested elements take under 3 s); sanitising twice changes no word and no blocked image.
 * SOURCE: OWASP ASVS 5.0 1.3.1, 1.3.4; the parser and its serialiser are sanitize-html's.
 */
export function sanitiseMailHtml(html: string, options: { resolveCid?: (cid: string) => string | null } = {}): SanitisedMail {
  const bounded = boundHtml(html)
  let remoteImageCount = 0
  const countRemote = () => void remoteImageCount++
  sanitizer ??= require('sanitize-html') as typeof import('sanitize-html')
  const clean = sanitizer(bounded.html, {
    allowedTags,
    allowedAttributes: { '*': globalAttributes, ...attributesByTag },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data', 'blob'] },
    allowedSchemesAppliedToAttributes: ['href'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: silentElements,
    nestingLimit: 300,
    parseStyleAttributes: false,
    selfClosing: ['img', 'br', 'hr', 'wbr', 'col'],
    transformTags: { '*': (tagName, attributes) => ({ tagName, attribs: filterAttributes(tagName, attributes, options.resolveCid, countRemote) }) },
  })
  return { html: clean, remoteImageCount, cut: bounded.cut }
}

function filterAttributes(
  tag: string,
  attributes: Attributes,
  resolveCid: ((cid: string) => string | null) | undefined,
  countRemote: () => void,
): Attributes {
  if (!allowed.has(tag)) return {}
  const kept: Attributes = {}
  const own = byTag.get(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (!globals.has(name) && !own?.has(name)) continue
    const safe = filterValue(name, value)
    if (safe !== null) kept[name] = safe
  }
  if (tag === 'a') Object.assign(kept, linkAttributes(attributes['href']))
  if (tag === 'img') Object.assign(kept, imageAttributes(attributes, resolveCid, countRemote))
  return kept
}

/** Addresses are not taken over here: `linkAttributes` and `imageAttributes` write them. */
function filterValue(name: string, value: string): string | null {
  if (name === 'href' || name === 'src' || name === 'rel' || name === 'target' || name === 'data-remote-src') return null
  if (name === 'style') return filterStyle(value) || null
  if (name === 'data-quoted') return ''
  if (freeTextAttributes.has(name)) return value.slice(0, 1_000)
  return plainAttributeValue.test(value) ? value : null
}

function linkAttributes(href: string | undefined): Attributes {
  const link = href === undefined ? null : readLink(href)
  return link === null ? {} : { href: link, rel: 'noopener noreferrer nofollow', target: '_blank' }
}

/** Our own output, read again, keeps its blocked address: the count and the form stay the same. */
function imageAttributes(attributes: Attributes, resolveCid: ((cid: string) => string | null) | undefined, countRemote: () => void): Attributes {
  const source = readImageSource(attributes['src'] || attributes['data-remote-src'] || '')
  if (source?.kind === 'inline') return { src: source.url }
  if (source?.kind === 'cid') {
    const url = resolveCid?.(source.url)
    return url ? { src: url } : {}
  }
  if (source?.kind !== 'remote') return {}
  countRemote()
  return { 'data-remote-src': source.url }
}
