import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { allowedTags, attributesByTag, globalAttributes } from './allow-list.ts'
import { allowRemoteImages, sanitiseMailHtml } from './index.ts'
import { xssVectors } from './xss-vectors.ts'

/** Milliseconds of processor time since then: other work on the machine does not count. */
function busyMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return Math.round((user + system) / 1_000)
}

const linkForm = /^(?:https?:\/\/|mailto:|tel:)/i
const imageForm = /^(?:data:image\/(?:png|jpe?g|gif|webp|bmp|x-icon|vnd\.microsoft\.icon);base64,[a-z0-9+/=]+$|\/files\/)/i
const forbiddenStyle = /url|expression|behavio|binding|import|position|javascript|\\|@|\/\*|[<>{}]/i

/** What in the HTML is not on the list, read back by a second parse. */
function findBreaches(html: string): string[] {
  const breaches: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!allowedTags.includes(name)) breaches.push(`element ${name}`)
      for (const [attribute, value] of Object.entries(attributes)) {
        if (!globalAttributes.includes(attribute) && !attributesByTag[name]?.includes(attribute)) breaches.push(`${name} ${attribute}`)
        if (attribute === 'href' && !linkForm.test(value)) breaches.push(`href ${value}`)
        if (attribute === 'src' && !imageForm.test(value)) breaches.push(`src ${value}`)
        if (attribute === 'style' && forbiddenStyle.test(value)) breaches.push(`style ${value}`)
      }
    },
    oncomment: (text) => breaches.push(`comment ${text}`),
    onprocessinginstruction: (name) => breaches.push(`instruction ${name}`),
  })
  parser.write(html)
  parser.end()
  return breaches
}

const wordsOf = (html: string) => html.replaceAll(/<[^>]*>/g, '')
const clean = (html: string) => sanitiseMailHtml(html, { resolveCid: (cid) => (cid === 'logo@x' ? '/files/1' : null) })

test('8,000 hostile pieces leave nothing outside the allow-list, and sanitising again changes no word and adds no breach', () => {
  const vectors = xssVectors(8_000, 7)
  assert.equal(vectors.length, 8_000)
  assert.equal(new Set(vectors.map((vector) => vector.html)).size, 8_000)
  for (const { kind, html } of vectors) {
    const once = clean(html).html
    assert.deepEqual(findBreaches(once), [], `${kind}: ${JSON.stringify(html)} became ${once}`)
    const twice = clean(once).html
    assert.deepEqual(findBreaches(twice), [])
    assert.equal(wordsOf(twice), wordsOf(once), `not stable: ${JSON.stringify(html)}`)
  }
})

test('the detector sees what the sanitiser is there to remove', () => {
  const breached = xssVectors(1_000, 7).filter((vector) => findBreaches(vector.html).length > 0)
  assert.ok(breached.length > 850, `only ${breached.length} of 1,000 raw pieces were seen`)
})

test('the same seed gives the same pieces, another seed others', () => {
  assert.deepEqual(xssVectors(50, 1), xssVectors(50, 1))
  assert.notDeepEqual(xssVectors(50, 1), xssVectors(50, 2))
})

test('random text never makes it throw, and never breaches the list', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      '<!--',
      '-->',
      '<p ',
      ' style="',
      '<svg>',
      '</',
      '&#',
      '<img src=',
      '\u0000',
      '<style>',
      '<title>',
      'javascript:',
      '<a href="',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => assert.deepEqual(findBreaches(clean(pieces.join('')).html), [])),
    { numRuns: 2_000, seed: 11 },
  )
})

const forms: [name: string, input: string, output: string][] = [
  ['words and harmless marks stay', '<p>Hello <b>you</b> &amp; me</p>', '<p>Hello <b>you</b> &amp; me</p>'],
  [
    'a link opens elsewhere and tells nobody',
    '<a href="https://x.example/?a=1&amp;b">x</a>',
    '<a href="https://x.example/?a=1&amp;b" rel="noopener noreferrer nofollow" target="_blank">x</a>',
  ],
  [
    'a telephone link stays',
    '<a href="tel:+919848012345">x</a>',
    '<a href="tel:+919848012345" rel="noopener noreferrer nofollow" target="_blank">x</a>',
  ],
  ['a script link loses its address and keeps its words', '<a href="jav&#x09;ascript&colon;alert(1)">x</a>', '<a>x</a>'],
  ['a relative link means nothing in a mail', '<a href="/admin">x</a>', '<a>x</a>'],
  ['a protocol-relative image is dropped', '<img src="//t.example/x.gif" alt="logo">', '<img alt="logo" />'],
  [
    'a remote image is blocked, its address kept',
    '<img src="http://t.example/x.gif?a=1&b=2" width="10">',
    '<img width="10" data-remote-src="http://t.example/x.gif?a=1&amp;b=2" />',
  ],
  ['an inline image comes from our files', '<img src="cid:logo%40x">', '<img src="/files/1" />'],
  ['an inline image nobody sent is dropped', '<img src="cid:other" alt="a">', '<img alt="a" />'],
  ['raster data stays', '<img src="data:image/png;base64,iVBORw0KGgo=">', '<img src="data:image/png;base64,iVBORw0KGgo=" />'],
  ['drawn data goes', '<img src="data:image/svg+xml;base64,PHN2Zz4=">', '<img />'],
  ['ids, names and classes go', '<div id="config" class="x" name="y">a</div>', '<div>a</div>'],
  [
    'style keeps colour and loses position and addresses',
    '<p style="color: red; position: fixed; background: url(x); margin:0 1px">a</p>',
    '<p style="color: red; margin: 0 1px">a</p>',
  ],
  ['a background colour written short stays', '<td style="background:#fff">a</td>', '<td style="background-color: #fff">a</td>'],
  ['style sheets, titles and scripts go with their content', '<title>t</title><style>p{}</style><script>x</script>a', 'a'],
  ['form fields go, their labels stay', '<form action=x><label>Name</label><input value=y></form>', 'Name'],
  ['Outlook marks go, their words stay', '<p class="MsoNormal">a<o:p></o:p></p><!--[if mso]>x<![endif]-->', '<p>a</p>'],
  ['a folded quotation keeps its mark', '<blockquote data-quoted="1">a</blockquote>', '<blockquote data-quoted>a</blockquote>'],
]
for (const [name, input, output] of forms) test(name, () => assert.equal(clean(input).html, output))

test('blocked images are counted and turned on only when asked', () => {
  const mail = clean('<p>data-remote-src="https://y.example/"</p><img src="https://x.example/a.png"><img src="http://x.example/b.png">')
  assert.equal(mail.remoteImageCount, 2)
  assert.ok(!/ src=/.test(mail.html))
  const shown = allowRemoteImages(mail.html)
  assert.equal(shown.match(/<img src="https?:\/\/x\.example/g)?.length, 2)
  assert.ok(shown.includes('<p>data-remote-src="https://y.example/"</p>'))
})

const heavy: [name: string, html: string][] = [
  ['100,000 nested elements', '<div>'.repeat(100_000) + 'x'],
  ['100,000 nested elements with wrong ends', '<div>'.repeat(100_000) + '</span>'.repeat(100_000)],
  ['10 MB of text', 'hello world &amp; '.repeat(600_000)],
  ['10 MB of paragraphs', '<p style="color:red">hello</p>'.repeat(340_000)],
  ['10 million angle brackets', '<'.repeat(10_000_000)],
  ['a million attributes', `<a ${'x=1 '.repeat(1_000_000)}>`],
  ['a million open quotes', '<a href="'.repeat(1_000_000)],
  ['100,000 crossed elements', '<i><b></i>'.repeat(100_000)],
  ['a 9 MB image in the mail', `<img src="data:image/png;base64,${'A'.repeat(9_000_000)}">`],
  ['2 million open comments', '<!--'.repeat(2_000_000)],
  ['100,000 frames in frames', '<iframe>'.repeat(100_000)],
]
for (const [name, html] of heavy) {
  test(`${name}: under 3 s`, () => {
    const start = process.cpuUsage()
    const mail = sanitiseMailHtml(html)
    assert.ok(busyMs(start) < 3_000, `${busyMs(start)} ms`)
    assert.deepEqual(findBreaches(mail.html.slice(0, 200_000).replace(/<[^>]*$/, '')), [])
  })
}
