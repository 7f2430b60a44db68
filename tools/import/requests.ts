import type { Instant } from '../../cloudfunctions/domain/time'

/** Rows of another system, one JSON object a line, mended by stated rules or refused by name. */

export interface Row {
  id: string
  category: string
  text: string
  /** Taken up, over, or neither. */
  state: 'reported' | 'accepted' | 'closed'
  created: Instant
  /** Of what is over. */
  closed?: Instant
  place?: { longitude: number; latitude: number }
  address: string
}

/** What each rule does; the table that the import prints. */
export const mends = {
  encoding: 'text that was read in the wrong encoding: read again',
  controlCharacters: 'control characters: dropped',
  noCategory: 'no category: taken as "other"',
  noPlace: 'no or impossible coordinates: left to the town desk',
  swapped: 'longitude and latitude changed places: changed back',
  unknownStatus: 'a status that nobody knows: told from whether there is a closing time',
  closedEarly: 'closed before it was reported: taken as closed when it was reported',
  closedUnreadable: 'a closing time that is no time: taken as none',
  closedLater: 'closed in the future: taken as not closed yet',
  openWithClosing: 'not closed, but with a closing time: the status counts, the time does not',
  closedWithout: 'closed without a time: taken as closed when it was reported',
} as const
export type Mend = keyof typeof mends
export const refusals = {
  noJson: 'the line is no JSON object',
  noId: 'no id: could not be recognised when it comes again',
  idTwice: 'an id that was there before',
  noTime: 'no readable time of report',
  future: 'reported in the future',
} as const
export type Refusal = keyof typeof refusals

export interface Requests {
  rows: Row[]
  mended: Map<Mend, number>
  refused: { line: number; reason: Refusal }[]
}

/** The instant of a wall-clock time in a zone; a time that says its zone is taken at its word. */
function instantIn(zone: string): (text: unknown) => Instant | undefined {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  })
  const wallOf = (at: number) => {
    const found = Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
    return Date.parse(`${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}:${found.second}Z`)
  }
  return (text) => {
    const said = typeof text === 'string' ? text.trim().replace(' ', 'T') : ''
    if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(said)) return undefined
    const own = /(Z|[+-]\d{2}:?\d{2})$/.test(said) && said.includes('T')
    const wall = Date.parse(own ? said : `${said.includes('T') ? said : `${said}T00:00:00`}Z`)
    if (Number.isNaN(wall)) return undefined
    if (own) return new Date(wall).toISOString()
    // Twice, since the first guess may lie on the other side of a change of the clocks.
    let at = wall
    for (let round = 0; round < 2; round++) at += wall - wallOf(at)
    return new Date(at).toISOString()
  }
}

/** UTF-8 that was taken for Latin-1: every character below 256, some of them in the range that no text uses. */
function decoded(text: string): string | undefined {
  if (!/[\u0080-\u009f]/.test(text) || /[^\p{ASCII}\u0080-\u00ff]/u.test(text)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return undefined
  }
}

const over = /clos|resolv|complet|done|finish|cancel|已办|办结|完成|关闭/i
const taken = /progress|assign|start|accept|处理中|受理|已派/i
const waiting = /open|pending|new|unassigned|received|submitted|待/i

interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

export interface Reading {
  /** Time zone of times that name none. */
  zone: string
  now: Instant
  /** Of the boundaries, to recognise coordinates that changed places. */
  bounds?: Bounds
}

export function readRequests(text: string, { zone, now, bounds }: Reading): Requests {
  const toInstant = instantIn(zone)
  const mended = new Map<Mend, number>()
  const refused: Requests['refused'] = []
  const rows: Row[] = []
  const seen = new Set<string>()

  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const refuse = (reason: Refusal) => void refused.push({ line: index + 1, reason })
    const marks = new Set<Mend>()
    const given = objectOf(line)
    if (!given) return refuse('noJson')
    const words = (field: string) => {
      const value = given[field]
      const raw = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
      const read = decoded(raw)
      if (read !== undefined) marks.add('encoding')
      const clean = (read ?? raw).replace(/\p{Cc}+/gu, ' ')
      if (clean !== (read ?? raw)) marks.add('controlCharacters')
      return clean.trim()
    }
    const id = words('id')
    if (id === '') return refuse('noId')
    if (seen.has(id)) return refuse('idTwice')
    const created = toInstant(given.created)
    if (created === undefined) return refuse('noTime')
    if (created > now) return refuse('future')
    seen.add(id)

    const category = words('category')
    if (category === '') marks.add('noCategory')
    const place = placeOf(given.lng, given.lat, bounds, (what) => marks.add(what))
    if (!place) marks.add('noPlace')
    const { state, closed } = endOf(words('status'), given.closed, created)
    rows.push({
      id,
      category: category || 'other',
      text: [words('category'), words('detail')].filter((part) => part !== '').join(':'),
      state,
      created,
      ...(closed ? { closed } : {}),
      ...(place ? { place } : {}),
      address: words('address'),
    })
    for (const mark of marks) mended.set(mark, (mended.get(mark) ?? 0) + 1)

    function endOf(status: string, end: unknown, from: Instant): Pick<Row, 'state' | 'closed'> {
      const missing = end === null || end === undefined || end === ''
      let until = missing ? undefined : toInstant(end)
      if (!missing && until === undefined) marks.add('closedUnreadable')
      let ended: boolean
      if (over.test(status)) ended = true
      else if (taken.test(status) || waiting.test(status)) ended = false
      else {
        marks.add('unknownStatus')
        ended = until !== undefined
      }
      if (!ended) {
        if (until !== undefined) marks.add('openWithClosing')
        return { state: taken.test(status) ? 'accepted' : 'reported' }
      }
      if (until !== undefined && until > now) {
        marks.add('closedLater')
        return { state: 'accepted' }
      }
      if (until === undefined) marks.add('closedWithout')
      else if (until < from) marks.add('closedEarly')
      until = until === undefined || until < from ? from : until
      return { state: 'closed', closed: until }
    }
  })
  return { rows, mended, refused }
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function degreesOf(value: unknown): number {
  return typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
}

function placeOf(lng: unknown, lat: unknown, bounds: Bounds | undefined, mend: (what: Mend) => void): Row['place'] {
  const [x, y] = [degreesOf(lng), degreesOf(lat)]
  if (!Number.isFinite(x) || !Number.isFinite(y) || (x === 0 && y === 0)) return undefined
  const fits = (longitude: number, latitude: number) =>
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90 &&
    (!bounds || (longitude >= bounds.west && longitude <= bounds.east && latitude >= bounds.south && latitude <= bounds.north))
  if (!fits(x, y) && fits(y, x)) {
    mend('swapped')
    return { longitude: y, latitude: x }
  }
  return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? { longitude: x, latitude: y } : undefined
}
