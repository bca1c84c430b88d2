const months: Record<string, number> = {}
for (const [index, names] of [
  'jan jän ene janv gen janeiro',
  'feb fev fév febr févr',
  'mar mär mrz mars março',
  'apr abr avr april',
  'may mai maj mei mag mayo',
  'jun juin giu junho',
  'jul juil lug julho',
  'aug ago août aou',
  'sep sept set',
  'oct okt out ott',
  'nov nov',
  'dec dez dic déc des',
].entries())
  for (const name of names.split(' ')) months[name] = index

/** Minutes east of UTC of the zone names of RFC 5322 §4.3 and those that mailers write. */
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  ist: 330,
  sgt: 480,
  hkt: 480,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  brt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
}

/**
 * Reads a Date field: RFC 5322 with its obsolete forms, ISO 8601, asctime, two-digit years, dotted times, am/pm, month names of several languages.
 * The result is UTC; no zone means UTC. null when day, month, year or time cannot be read.
 */
export function readDate(raw: string): Date | null {
  const text = raw
    .slice(0, 200)
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$/.exec(text)
  if (iso) return build(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso[4] ?? '')
  const spelled = /(\d{1,2})[ .-]*(?:de )?([\p{L}]{3,})\.?[ .,-]*(?:de )?(\d{4}|\d{2})\b(.*)$/u.exec(text)
  const month = spelled ? monthOf(spelled[2]!) : undefined
  if (spelled && month !== undefined) return build(fullYear(spelled[3]!), month, Number(spelled[1]), spelled[4]!)
  const asctime = /([A-Za-z]{3,9}) +(\d{1,2}),? +(?:(\d{4}),? +)?(\d{1,2}:\d{2}(?::\d{2})?(?: *[ap]m)?)(.*)$/i.exec(text)
  const ascMonth = asctime ? monthOf(asctime[1]!) : undefined
  if (asctime && ascMonth !== undefined) {
    const year = asctime[3] ?? /\b(19|20)\d{2}\b/.exec(asctime[5]!)?.[0]
    if (year) return build(Number(year), ascMonth, Number(asctime[2]), `${asctime[4]} ${asctime[5]!.replace(year, ' ')}`)
  }
  const numeric = /(?:^|[ ,])(\d{1,2})[./-](\d{1,2})[./-](\d{4})[ ,]+(.*)$/.exec(text)
  if (!numeric) return null
  const [first, second] = [Number(numeric[1]), Number(numeric[2])]
  return second > 12 ? build(Number(numeric[3]), first - 1, second, numeric[4]!) : build(Number(numeric[3]), second - 1, first, numeric[4]!)
}

function monthOf(word: string): number | undefined {
  const lower = word.toLowerCase()
  return months[lower] ?? months[lower.slice(0, 4)] ?? months[lower.slice(0, 3)]
}

/** RFC 5322 §4.3: two digits below 50 are of this century, three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text)
  return text.length > 2 ? year : year < 50 ? 2000 + year : 1900 + year
}

function build(year: number, month: number, day: number, rest: string): Date | null {
  const time = /(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:[.,]\d+)?/.exec(rest)
  if (!time && /\d/.test(rest) && !/^[ ,]*[+-]?\d{4}/.test(rest)) return null
  let hour = time ? Number(time[1]) : 0
  const after = time ? rest.slice(time.index + time[0].length) : rest
  const half = /^ *([ap])\.?m\b/i.exec(after)
  if (half) hour = (hour % 12) + (half[1]!.toLowerCase() === 'p' ? 12 : 0)
  const minute = time ? Number(time[2]) : 0
  const second = Math.min(Number(time?.[3] ?? 0), 59)
  if (month < 0 || month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59) return null
  const date = new Date(Date.UTC(year, month, day, hour, minute, second) - offsetMinutes(after) * 60_000)
  return Number.isNaN(date.getTime()) ? null : date
}

function offsetMinutes(text: string): number {
  const numeric = /([+-])\s*(\d{1,2}):?(\d{2})?/.exec(text)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return minutes > 24 * 60 ? 0 : numeric[1] === '-' ? -minutes : minutes
  }
  const name = /\b([a-z]{1,5})\b/i.exec(text.replace(/^ *[ap]\.?m\b/i, ''))
  return name ? (zones[name[1]!.toLowerCase()] ?? 0) : 0
}
