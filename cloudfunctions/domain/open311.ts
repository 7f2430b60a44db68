import type { Case } from './case'
import { toWgs84 } from './coordinates'
import { addDays } from './calendar'
import type { Instant } from './time'
import type { Item, TownData } from './town'

/**
 * Open311 GeoReport v2 as values: what it calls a service is an item of the catalogue, what it calls a request is a case. What is empty is null
 * in JSON and an empty element in XML: the Spark convention, by which the specification makes the one of the other.
 */

export interface Fault {
  status: 400 | 403 | 404 | 405 | 429
  description: string
}

/** Where the API is and what it speaks: the discovery document that GeoReport v2 asks for. */
export function discoveryOf({ desk, version }: Pick<TownData, 'desk' | 'version'>, url: string) {
  const changeset = `${documented} ${version}`
  return {
    changeset,
    contact: `${desk.name} ${desk.phone}`,
    key_service: `${desk.name} ${desk.phone}`,
    endpoints: [
      {
        specification: 'http://wiki.open311.org/GeoReport_v2',
        url,
        changeset,
        type: 'production',
        formats: ['text/xml', 'application/json'],
      },
    ],
  }
}
/** When the way in which services are told last changed; the town's data counts its own changes. */
const documented = '2026-11-22'

/** Items that may be seen by others; the rest are not offered over HTTP. */
export function publicItems({ items }: Pick<TownData, 'items'>): Item[] {
  return items.filter((item) => item.public)
}

export function serviceOf({ id, name, words, hint, class: itemClass, questions }: Item, classes: TownData['classes']) {
  return {
    service_code: id,
    service_name: name,
    description: hint ?? words.join('、'),
    metadata: questions.length > 0,
    type: 'realtime',
    keywords: words.join(','),
    group: classes.find((one) => one.id === itemClass)?.name ?? null,
  }
}

const datatypes = { choice: 'singlevaluelist', text: 'text', yesno: 'singlevaluelist' } as const
const yesNo = ['是', '否']

export function definitionOf({ id, questions }: Item) {
  return {
    service_code: id,
    attributes: questions.map(({ id: code, text, kind, options }, at) => ({
      variable: true,
      code,
      datatype: datatypes[kind],
      required: false,
      datatype_description: null,
      order: at + 1,
      description: text,
      values: (kind === 'yesno' ? yesNo : (options ?? [])).map((option) => ({ key: option, name: option })),
    })),
  }
}

export const requestFields = [
  'state',
  'open',
  'item',
  'place',
  'owner',
  'public',
  'reporter',
  'grid',
  'promise',
  'createdAt',
  'updatedAt',
  'closedAt',
]
export type PublicCase = Pick<
  Case,
  | '_id'
  | 'state'
  | 'open'
  | 'item'
  | 'place'
  | 'owner'
  | 'public'
  | 'reporter'
  | 'grid'
  | 'promise'
  | 'createdAt'
  | 'updatedAt'
  | 'closedAt'
>

const stateNotes: Record<Case['state'], string> = {
  reported: '等待接手',
  accepted: '正在处理',
  suspended: '先放一放，到时再看',
  merged: '和附近同样的一件一起办',
  resolved: '处理好了，等居民确认',
  closed: '已经办好',
  withdrawn: '已经撤回',
}

/**
 * A case as anybody may have it. What residents wrote, photographed and said, where exactly they say it is and who has it on the staff
 * stays inside: free text can always hold a name. `agency` is the department, or the grid for what a grid handles.
 */
export function requestOf({ _id, state, open, item, place, owner, grid, promise, createdAt, updatedAt, closedAt }: PublicCase) {
  const { longitude, latitude } = toWgs84(place)
  return {
    service_request_id: _id,
    status: open ? 'open' : 'closed',
    status_notes: stateNotes[state],
    service_name: item.name,
    service_code: item.id,
    description: item.name,
    agency_responsible: owner.kind === 'member' ? owner.gridName : owner.name,
    service_notice: null,
    requested_datetime: w3c(createdAt),
    // Of a closed request, the time when it was closed, whatever staff noted afterwards.
    updated_datetime: w3c(open ? updatedAt : (closedAt ?? updatedAt)),
    expected_datetime: w3c(promise),
    address: grid.name,
    address_id: grid.id,
    zipcode: null,
    lat: Number(latitude.toFixed(6)),
    long: Number(longitude.toFixed(6)),
    media_url: null,
  }
}

/** To the second, as in the specification's examples: not every client reads fractions. */
function w3c(at: Instant): string {
  return at.replace(/\.\d+Z$/, 'Z')
}

/** The specification: a search spans at most 90 days and answers at most 1,000 requests. */
const spanDays = 90
export const mostRequests = 1000
const mostIds = 50

export type Search = { by: 'ids'; ids: string[] } | { by: 'filter'; from: Instant; to: Instant; codes: string[]; open: boolean | undefined }

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** W3C date and time with a zone; a day alone is its beginning in UTC. */
function instantOf(value: string | undefined): { at?: Instant } | 'wrong' {
  if (value === undefined || value === '') return {}
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value) || Number.isNaN(Date.parse(value)))
    return 'wrong'
  return { at: new Date(value).toISOString() }
}

export function searchOf(asked: Record<string, string | undefined>, now: Instant): Search | Fault {
  const ids = listOf(asked.service_request_id)
  if (ids.length > mostIds) return { status: 400, description: `service_request_id takes at most ${mostIds} ids` }
  if (ids.length > 0) return { by: 'ids', ids }
  const first = instantOf(asked.start_date)
  const last = instantOf(asked.end_date)
  if (first === 'wrong') return { status: 400, description: 'start_date is no W3C date and time, e.g. 2026-11-01T00:00:00Z' }
  if (last === 'wrong') return { status: 400, description: 'end_date is no W3C date and time, e.g. 2026-11-01T00:00:00Z' }
  const { at: start } = first
  const { at: end } = last
  if (start && end && start > end) return { status: 400, description: 'start_date lies after end_date' }
  if (start && end && addDays(start, spanDays) < end)
    return { status: 400, description: `start_date and end_date may not span more than ${spanDays} days` }
  const to = end ?? (start && addDays(start, spanDays) < now ? addDays(start, spanDays) : now)
  const from = start ?? addDays(to, -spanDays)
  const statuses = listOf(asked.status)
  if (!statuses.every((one) => one === 'open' || one === 'closed')) return { status: 400, description: 'status is open, closed or both' }
  const codes = listOf(asked.service_code)
  if (codes.length > mostIds) return { status: 400, description: `service_code takes at most ${mostIds} codes` }
  return { by: 'filter', from, to, codes, open: new Set(statuses).size === 1 ? statuses[0] === 'open' : undefined }
}

export function isFault(value: object): value is Fault {
  return 'status' in value && 'description' in value
}
