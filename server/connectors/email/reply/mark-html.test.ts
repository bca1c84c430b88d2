import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlToText } from '../mime/html-to-text.ts'
import { clientCases } from './fixtures/clients.ts'
import { markQuotedHtml } from './mark-html.ts'

/** Milliseconds of processor time since then: other work on the machine does not count. */
function busyMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return Math.round((user + system) / 1_000)
}

const plain = (text: string) => text.replaceAll(/[\s\uFEFF]+/g, ' ').trim()
/** What a reader sees while the marked parts are hidden. */
const seen = (html: string) =>
  plain(
    htmlToText(
      html
        .replaceAll(/<([a-z]+)( data-quoted="")/g, '<$1 style="display:none"$2')
        .replaceAll(/(display:none" data-quoted="") ([^>]*)style="[^"]*"/g, '$1 $2'),
    ).replaceAll(/_{20,}/g, ''),
  )

const withHtml = clientCases().filter((one) => one.html && !one.name.includes('without text part'))

test('in every client and language the reader sees the new words and nothing else', () => {
  const wrong = withHtml.filter((one) => seen(markQuotedHtml(one.html!).html) !== plain(one.expected))
  assert.ok(wrong.length <= withHtml.length * 0.03, `${wrong.length} of ${withHtml.length}: ${wrong.map((one) => one.name).join('; ')}`)
})
test('marking changes nothing but the marks', () => {
  for (const one of withHtml) {
    const { html } = markQuotedHtml(one.html!)
    assert.equal(
      html.replaceAll('<span data-quoted="">', '').replaceAll(' data-quoted=""', '').replaceAll('</span>', ''),
      one.html!.replaceAll('</span>', ''),
    )
  }
})

const forms: [name: string, html: string, marked: string][] = [
  ['a mail without quotation is left alone', '<p>Hello</p>', '<p>Hello</p>'],
  [
    'a quoted element gets the mark',
    '<p>Ok</p><div class="gmail_quote"><div>On Mon, Jun 5, 2023 at 3:45 PM A &lt;a@b.example&gt; wrote:</div><blockquote>x</blockquote></div>',
    '<p>Ok</p><div data-quoted="" class="gmail_quote"><div>On Mon, Jun 5, 2023 at 3:45 PM A &lt;a@b.example&gt; wrote:</div><blockquote>x</blockquote></div>',
  ],
  [
    'loose text gets a span',
    '<div>Ok<br><hr>From: A &lt;a@b.example&gt;<br>Sent: 5 June 2023 15:45<br>Subject: x<br><br>old</div>',
    '<div>Ok<br><hr data-quoted=""><span data-quoted="">From: A &lt;a@b.example&gt;</span><br><span data-quoted="">Sent: 5 June 2023 15:45</span><br><span data-quoted="">Subject: x</span><br><br><span data-quoted="">old</span></div>',
  ],
  [
    'answers between quotations stay',
    '<div class="gmail_quote"><div>On Mon, Jun 5, 2023 at 3:45 PM A &lt;a@b.example&gt; wrote:</div><blockquote>q1</blockquote><div>a1</div><blockquote>q2</blockquote><div>a2</div></div>',
    '<div class="gmail_quote"><div data-quoted="">On Mon, Jun 5, 2023 at 3:45 PM A &lt;a@b.example&gt; wrote:</div><blockquote data-quoted="">q1</blockquote><div>a1</div><blockquote data-quoted="">q2</blockquote><div>a2</div></div>',
  ],
  ['a mail that is only a quotation is left alone', '<blockquote type="cite">x</blockquote>', '<blockquote type="cite">x</blockquote>'],
]
for (const [name, html, marked] of forms) test(name, () => assert.equal(markQuotedHtml(html).html, marked))

test('broken and heavy HTML is marked in linear time and never throws', () => {
  const start = process.cpuUsage()
  for (const html of [
    '<div>'.repeat(200_000),
    '</b>'.repeat(100_000),
    '<p>a<blockquote type=cite>b'.repeat(20_000),
    '<a href="'.repeat(100_000),
    '&amp;<'.repeat(100_000),
  ])
    markQuotedHtml(`Ok${html}<div class="gmail_quote">x`)
  assert.ok(busyMs(start) < 3_000, `${busyMs(start)} ms`)
})
