import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlToText } from './html-to-text.ts'

const cases: [name: string, html: string, text: string][] = [
  ['white space collapses', '<p>a \n  b\tc</p>', 'a b c'],
  ['paragraphs are an empty line apart', '<p>a</p><p>b</p>', 'a\n\nb'],
  ['divs are lines', '<div>a</div><div>b</div>', 'a\nb'],
  ['an empty div with a break is an empty line (Gmail)', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
  ['a break is a line', 'a<br>b<br/>c', 'a\nb\nc'],
  ['a break at the end of a block adds nothing', '<div>a<br></div><div>b</div>', 'a\nb'],
  [
    'an Outlook paragraph of a non-breaking space is an empty line',
    '<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p>b</p>',
    'a\n\nb',
  ],
  ['entities', 'a &amp; b &lt;c&gt; &eacute; &#8364; &#x20ac; &nosuch; &', 'a & b <c> é € € &nosuch; &'],
  ['non-breaking spaces are spaces', 'a&nbsp;b', 'a b'],
  ['style, script, title and comments are dropped', '<head><title>t</title><style>p{}</style></head><script>x()</script><!-- c -->a', 'a'],
  ['conditional comments of Outlook are dropped', '<!--[if mso]><p>mso</p><![endif]-->a<![if !mso]>b<![endif]>', 'ab'],
  ['hidden preheaders are dropped', '<div style="display:none;max-height:0">preview<div>inner</div></div><p>a</p>', 'a'],
  ['a hidden element that never closes hides nothing', '<div style="display: none">a<p>b</p>', 'a\n\nb'],
  ['small text is not hidden text', '<div style="font-size:1px">a</div>', 'a'],
  ['a link is words and address', '<a href="https://x.org/a">here</a>', 'here <https://x.org/a>'],
  ['a link whose words are its address', '<a href="https://www.x.org/">x.org</a>', 'x.org'],
  ['a mail link', '<a href="mailto:a@x.org">a@x.org</a>, <a href="mailto:a@x.org">Asha</a>', 'a@x.org, Asha <a@x.org>'],
  ['anchors and scripts are no links', '<a name="x">a</a> <a href="#x">b</a> <a href="javascript:x()">c</a>', 'a b c'],
  ['lists', '<p>a</p><ul><li>b</li><li>c<ol><li>d</li><li>e</li></ol></li></ul>f', 'a\n\n* b\n* c\n  1. d\n  2. e\nf'],
  ['a list that starts at five', '<ol start="5"><li>a<li>b</ol>', '5. a\n6. b'],
  ['table rows are lines, cells are apart', '<table><tr><th>Item</th><th>Qty</th></tr><tr><td>Tea</td><td>2</td></tr></table>', 'Item\tQty\nTea\t2'],
  ['a layout table with blocks in its cells', '<table><tr><td><div>a</div></td><td><p>b</p></td></tr></table>', 'a\n\nb'],
  ['preformatted text keeps its lines', '<pre>a\n  b\n\nc</pre>d', 'a\n  b\n\nc\nd'],
  ['a rule is a line of its own (Outlook before a quoted mail)', 'a<hr>b', 'a\n________________________________\nb'],
  ['pictures by their words, not by their file names', '<img alt="Our logo"> <img alt="image001.png"> <img>', '[Our logo]'],
  ['a tracking picture that is hidden', '<img alt="x" style="display:none">a', 'a'],
  ['quotes are lines', 'On Monday X wrote:<blockquote>old</blockquote>', 'On Monday X wrote:\nold'],
  ['a lone bracket is text', 'a < b and c > d', 'a < b and c > d'],
  ['inline elements do not break words', 'f<b>oo</b>b<i>ar</i>', 'foobar'],
  ['zero-width fillers of newsletters go', 'a&zwnj;&#8203;\u034fb', 'a\u200cb'],
  ['nothing', '', ''],
]
for (const [name, html, text] of cases) test(`HTML to text: ${name}`, () => assert.equal(htmlToText(html), text))

test('HTML to text: the time grows with the length, not with the nesting', () => {
  const hostile = [
    '<div>'.repeat(200_000),
    '<table><tr><td>'.repeat(60_000),
    '<b>'.repeat(100_000) + '</i>'.repeat(100_000),
    '<a href="x">'.repeat(60_000),
    '<!--'.repeat(200_000),
    '&'.repeat(500_000),
  ]
  for (const html of hostile) {
    const before = process.cpuUsage()
    htmlToText(`${html}end`)
    const spent = process.cpuUsage(before)
    assert.ok(spent.user + spent.system < 2_000_000, `${html.slice(0, 20)} took ${(spent.user + spent.system) / 1000} ms of CPU`)
  }
})
