import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as z from 'zod'
import { toGcj02, toWgs84 } from '../../cloudfunctions/domain/coordinates'
import { searchOf } from '../../cloudfunctions/domain/open311'
import type { Case } from '../../cloudfunctions/domain/case'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { inCell, town as townData } from './smallTown'

/**
 * The field tables of GeoReport v2 (wiki.open311.org/GeoReport_v2, and the JSON schemas of open311/schema-validation), written down as schemas: which fields there are, which are required,
 * of what kind. Strict, so that a field that the specification does not know fails too.
 */
const w3cTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/)
/** What is empty is null, not '': the published JSON schemas want a media_url to be an address or null. */
const full = z.string().min(1)
const maybe = full.nullable()
const services = z.array(
  z.strictObject({
    service_code: z.string().min(1),
    service_name: z.string().min(1),
    description: z.string(),
    metadata: z.boolean(),
    type: z.enum(['realtime', 'batch', 'blackbox']),
    keywords: full,
    group: maybe,
  }),
)
const definition = z.strictObject({
  service_code: z.string().min(1),
  attributes: z.array(
    z.strictObject({
      variable: z.boolean(),
      code: z.string().min(1),
      datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
      required: z.boolean(),
      datatype_description: maybe,
      order: z.int().min(1),
      description: z.string(),
      values: z.array(z.strictObject({ key: z.string().min(1), name: z.string().min(1) })),
    }),
  ),
})
const requests = z.array(
  z.strictObject({
    service_request_id: z.string().min(1),
    status: z.enum(['open', 'closed']),
    status_notes: z.string(),
    service_name: z.string().min(1),
    service_code: z.string().min(1),
    description: z.string(),
    agency_responsible: z.string(),
    service_notice: maybe,
    requested_datetime: w3cTime,
    updated_datetime: w3cTime,
    expected_datetime: w3cTime,
    address: z.string(),
    address_id: z.string(),
    zipcode: maybe,
    lat: z.number().min(-90).max(90),
    long: z.number().min(-180).max(180),
    media_url: z.url().nullable(),
  }),
)
const posted = z.array(z.strictObject({ service_request_id: z.string().min(1), service_notice: maybe, account_id: maybe })).length(1)
const errors = z.array(z.strictObject({ code: z.int(), description: z.string().min(1) })).min(1)

const discovery = z.strictObject({
  changeset: full,
  contact: full,
  key_service: full,
  endpoints: z
    .array(
      z.strictObject({
        specification: z.literal('http://wiki.open311.org/GeoReport_v2'),
        url: z.url(),
        changeset: full,
        type: z.enum(['production', 'test']),
        formats: z.array(z.enum(['text/xml', 'application/json'])).min(1),
      }),
    )
    .min(1),
})

const key = 'key-for-tests-alone'
const wgs = (cell: keyof typeof inCell) => toWgs84(inCell[cell])

const items = [
  ...townData.items,
  {
    ...(townData.items[0] as (typeof townData.items)[number]),
    id: 'street-lamp',
    name: '路灯 <不亮> & 闪',
    words: ['路灯', '灯坏'],
    questions: [
      { id: 'extent', text: '有多少?', kind: 'choice' as const, options: ['一处', '几处'] },
      { id: 'number', text: '编号?', kind: 'text' as const },
      { id: 'danger', text: '危险吗?', kind: 'yesno' as const },
    ],
  },
  { ...(townData.items[0] as (typeof townData.items)[number]), id: 'wage', name: '拖欠工资', public: false },
]

describe('Open311 GeoReport v2', () => {
  let town: TestTown
  let publicId: string
  let privateId: string
  before(async () => {
    town = await startTown({}, { instances: 1 })
    town.cloud.load('grids', [{ ...townData, items }])
    const report = (input: object) =>
      town.act('resident-1', 'report.submit', { item: 'refuse', text: '何敏住三楼，电话 13800138000', place: inCell['cell-a1'], ...input })
    publicId = (await report({})).id
    privateId = (await report({ private: true })).id
  })
  after(() => town.close())

  async function get(path: string): Promise<{ status: number; type: string; text: string; operations: number }> {
    const response = await fetch(`${town.url}/open311/v2/${path}`)
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, text: await response.text(), operations: Number(response.headers.get('x-operations')) }
  }
  async function json<T>(path: string, schema: z.ZodType<T>, status = 200): Promise<T> {
    const answer = await get(path)
    assert.equal(answer.status, status, answer.text)
    assert.match(answer.type, /^application\/json; charset=utf-8$/)
    return schema.parse(JSON.parse(answer.text))
  }
  async function send(fields: Record<string, string>, format = 'json'): Promise<{ status: number; text: string; operations: number }> {
    const response = await fetch(`${town.url}/open311/v2/requests.${format}`, { method: 'POST', body: new URLSearchParams(fields) })
    return { status: response.status, text: await response.text(), operations: Number(response.headers.get('x-operations')) }
  }
  const written = () => ({
    api_key: key,
    service_code: 'street-lamp',
    lat: String(wgs('cell-b1').latitude),
    long: String(wgs('cell-b1').longitude),
  })

  test('discovery: where it is and what it speaks, in both formats', async () => {
    const { endpoints, contact } = await json('discovery.json', discovery)
    assert.equal(endpoints[0]?.url, `${town.url}/open311/v2`, 'the address that is told is the one that answers')
    assert.equal(contact, '小镇服务台 0760-0000000')
    const response = await fetch(`${endpoints[0]?.url.replace(/^https/, 'http')}/services.json`)
    assert.equal(services.parse(await response.json()).length > 0, true, 'its address leads to the services')
    const { text } = await get('discovery.xml')
    assert.match(text, /<endpoints><endpoint><specification>http:\/\/wiki\.open311\.org\/GeoReport_v2<\/specification><url>/)
    assert.match(text, /<formats><format>text\/xml<\/format><format>application\/json<\/format><\/formats>/)
    await json('discovery/more.json', errors, 404)
  })

  test('the list of services: public items alone, in the fields of the specification', async () => {
    const list = await json('services.json', services)
    assert.deepEqual(
      list.map(({ service_code }) => service_code),
      items.filter((item) => item.public).map(({ id }) => id),
    )
    assert.equal(list.find(({ service_code }) => service_code === 'street-lamp')?.metadata, true)
    assert.equal(list.find(({ service_code }) => service_code === 'street-lamp')?.keywords, ['路灯', '灯坏'].join())
  })

  test('the definition of a service: its questions', async () => {
    const { attributes } = await json('services/street-lamp.json', definition)
    assert.deepEqual(
      attributes.map(({ code, datatype, order, values }) => [code, datatype, order, values.map((value) => value.key)]),
      [
        ['extent', 'singlevaluelist', 1, ['一处', '几处']],
        ['number', 'text', 2, []],
        ['danger', 'singlevaluelist', 3, ['是', '否']],
      ],
    )
    assert.equal((await json('services/wage.json', errors, 404))[0]?.code, 404)
    await json('services/nothing.json', errors, 404)
  })

  test('XML says the same in the elements of the specification, safely', async () => {
    const list = await get('services.xml')
    assert.match(list.type, /^text\/xml; charset=utf-8$/)
    assert.match(list.text, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<services><service><service_code>/)
    assert.ok(list.text.includes('<service_name>路灯 &lt;不亮&gt; &amp; 闪</service_name>'))
    const lamp = await get('services/street-lamp.xml')
    assert.match(
      lamp.text,
      /<service_definition><service_code>street-lamp<\/service_code><attributes><attribute><variable>true<\/variable>/,
    )
    assert.match(lamp.text, /<values><value><key>一处<\/key><name>一处<\/name><\/value>/)
    assert.match((await get('requests.xml')).text, /<service_requests><request><service_request_id>/)
    const wrong = await get('services/nothing.xml')
    assert.equal(wrong.status, 404)
    assert.match(wrong.text, /<errors><error><code>404<\/code><description>[^<]+<\/description><\/error><\/errors>/)
  })

  test('requests: public cases alone, without anything personal, in WGS-84', async () => {
    const { text } = await get('requests.json')
    assert.doesNotMatch(text, /何敏|13800138000|三楼|李燕|吴刚|resident-1|openid/)
    const list = requests.parse(JSON.parse(text))
    assert.deepEqual(
      list.map(({ service_request_id }) => service_request_id),
      [publicId],
    )
    const [one] = list
    assert.equal(one?.agency_responsible, '甲村第一网格')
    const back = toGcj02({ longitude: one?.long ?? 0, latitude: one?.lat ?? 0 })
    assert.ok(Math.abs(back.longitude - inCell['cell-a1'].longitude) < 1e-5 && Math.abs(back.latitude - inCell['cell-a1'].latitude) < 1e-5)
  })

  test('one request; a private one is not there', async () => {
    assert.equal((await json(`requests/${publicId}.json`, requests.length(1)))[0]?.status, 'open')
    await json(`requests/${privateId}.json`, errors, 404)
    await json('requests/nothing.json', errors, 404)
    assert.deepEqual(await json(`requests.json?service_request_id=${publicId},${privateId}`, requests).then((list) => list.length), 1)
  })

  test('filters: code, status and dates', async () => {
    const ids = async (query: string) =>
      (await json(`requests.json?${query}`, requests)).map(({ service_request_id }) => service_request_id)
    const now = town.cloud.now()
    const at = (minutes: number) => encodeURIComponent(new Date(now + minutes * 60_000).toISOString())
    assert.deepEqual(await ids('service_code=refuse,fire'), [publicId])
    assert.deepEqual(await ids('service_code=fire'), [])
    assert.deepEqual(await ids('status=open'), [publicId])
    assert.deepEqual(await ids('status=closed'), [])
    assert.deepEqual(await ids('status=open,closed'), [publicId])
    assert.deepEqual(await ids(`start_date=${at(-60)}&end_date=${at(60)}`), [publicId])
    assert.deepEqual(await ids(`start_date=${at(-120)}&end_date=${at(-60)}`), [])
    assert.deepEqual(await ids(`end_date=${at(-60)}`), [])
    for (const wrong of [
      'start_date=yesterday',
      'status=late',
      `start_date=${at(60)}&end_date=${at(0)}`,
      'start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z',
    ]) {
      assert.equal((await json(`requests.json?${wrong}`, errors, 400))[0]?.code, 400, wrong)
    }
  })

  test('the span: 90 days unless told, and never more', () => {
    const now = '2026-11-21T00:00:00.000Z'
    const range = (asked: Record<string, string>) => {
      const search = searchOf(asked, now)
      return 'by' in search && search.by === 'filter' ? [search.from, search.to] : search
    }
    assert.deepEqual(range({}), ['2026-08-23T00:00:00.000Z', now])
    assert.deepEqual(range({ start_date: '2026-01-01T00:00:00Z' }), ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'])
    assert.deepEqual(range({ start_date: '2026-11-01T08:00:00+08:00' }), ['2026-11-01T00:00:00.000Z', now])
    assert.deepEqual(range({ end_date: '2026-04-01T00:00:00Z' }), ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'])
  })

  test('a request that comes in becomes a case like a resident’s, once, and is not shown to others', async () => {
    const fields = {
      ...written(),
      description: '巷口的灯不亮',
      'attribute[extent]': '几处',
      'attribute[number]': 'B12',
      'attribute[other]': 'x',
      first_name: '张三',
      phone: '13800138000',
    }
    const { status, text, operations } = await send(fields)
    assert.equal(status, 201, text)
    assert.ok(operations <= 6, `${operations}`)
    const id = posted.parse(JSON.parse(text))[0]?.service_request_id as string
    const made = (town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === id)
    assert.ok(made)
    assert.equal(made.grid.id, 'cell-b1')
    assert.equal(made.holder.startsWith('member:'), true)
    assert.equal(made.public, false)
    assert.deepEqual(
      made.answers.map(({ answer }) => answer),
      ['几处', 'B12'],
    )
    assert.doesNotMatch(JSON.stringify(made), /张三|13800138000/)
    assert.equal(posted.parse(JSON.parse((await send(fields)).text))[0]?.service_request_id, id)
    await json(`requests/${id}.json`, errors, 404)
    assert.equal((await json(`requests/${id}.json?api_key=${key}`, requests))[0]?.service_code, 'street-lamp')
    assert.ok(!(await json('requests.json', requests)).some(({ service_request_id }) => service_request_id === id))
    assert.ok((await town.act('member-4', 'report.inbox', {})).cases.some((one) => one.id === id))
  })

  test('a person releases what came in: then others see it, with its text, and it is among the requests', async () => {
    const sent = await send({ ...written(), service_code: 'refuse', description: '河边的垃圾，电话 13800138000' })
    const id = posted.parse(JSON.parse(sent.text))[0]?.service_request_id as string
    const seen = (openid: string) => town.act(openid, 'report.get', { case: id })
    const before = await seen('resident-2')
    assert.deepEqual([before.text, before.held], ['', false])
    const held = await town.act('dispatcher-1', 'report.queue', { queue: 'held' })
    assert.ok(held.cases.some((one) => one.id === id))
    assert.ok(!(await seen('member-4')).may.includes('release'), 'a member of a team does not decide')
    const { version, held: waits, may } = await seen('dispatcher-1')
    assert.deepEqual([waits, may.includes('release')], [true, true])
    assert.equal(await town.refused('desk-1', 'report.release', { case: id, version }), 'NOT_ALLOWED', 'a desk that does not have it')
    const { reporter } = await seen('dispatcher-1')
    assert.equal(reporter, '别的系统（neighbour-city）', 'no person is called by the name of a key')
    const released = await town.act('dispatcher-1', 'report.release', { case: id, version })
    assert.deepEqual([released.held, released.may.includes('release'), released.state], [false, false, 'reported'])
    assert.equal((await seen('resident-2')).text, '河边的垃圾，电话 ***')
    assert.ok(!JSON.stringify(await seen('resident-2')).includes('看过文字'), 'the step itself is for staff')
    assert.ok((await json('requests.json', requests)).some(({ service_request_id }) => service_request_id === id))
    assert.ok(!(await get('requests.json')).text.includes('河边'))
    await town.act('resident-2', 'report.join', { case: id })
  })

  test('what a person has read and keeps from others leaves the list, and stays hidden', async () => {
    const sent = await send({ ...written(), service_code: 'refuse', description: '骂人的话' })
    const id = posted.parse(JSON.parse(sent.text))[0]?.service_request_id as string
    const { version, may } = await town.act('dispatcher-1', 'report.get', { case: id })
    assert.ok(!may.includes('reply'), 'nobody there reads a reply')
    const kept = await town.act('dispatcher-1', 'report.release', { case: id, version, show: false })
    assert.deepEqual([kept.held, kept.may.includes('release')], [false, false])
    assert.ok(!(await town.act('dispatcher-1', 'report.queue', { queue: 'held' })).cases.some((one) => one.id === id))
    assert.equal(await town.refused('resident-2', 'report.get', { case: id }), 'CASE_NOT_FOUND')
    await json(`requests/${id}.json`, errors, 404)
  })

  test('without coordinates, an address that is the name of a place is enough; no other address is', async () => {
    const school = { name: '甲村小学', other: ['甲校'], kind: '学校', village: '甲村', ...inCell['cell-a1'] }
    town.cloud.load('grids', [{ _id: 'places', tiles: ['places'], version: 1, requests: [], places: [school] }])
    const { lat: _lat, long: _long, ...fields } = written()
    const { status, text, operations } = await send({ ...fields, lat: '', address_string: '甲校', description: '门口的灯' })
    assert.equal(status, 201, text)
    assert.ok(operations <= 7, `${operations}`)
    const id = posted.parse(JSON.parse(text))[0]?.service_request_id
    assert.equal((town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === id)?.grid.id, 'cell-a1')
    assert.equal((await send({ ...fields, address_string: '小学后面' })).status, 400)
    assert.equal((await send({ ...fields, lat: '22.6', address_string: '甲校' })).status, 400, 'half a pair is a mistake')
  })

  test('of a closed request the time of the last change is when it was closed, whatever was noted later', async () => {
    const found = (town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === publicId) as Case
    const closedAt = new Date(town.cloud.now() - 3_600_000).toISOString()
    town.cloud.load('cases', [{ ...found, _id: 'closed-one', requests: [], state: 'closed', open: false, closedAt }])
    const [closed] = await json('requests/closed-one.json', requests)
    assert.deepEqual([closed?.status, closed?.updated_datetime], ['closed', closedAt.replace(/\.\d+Z/, 'Z')])
  })

  test('what it is told later keeps nothing waiting: a partner has no WeChat', async () => {
    const found = (town.cloud.dump('cases') as Case[]).find(
      ({ reporter, grid }) => reporter.name === 'neighbour-city' && grid.id === 'cell-b1',
    ) as Case
    await town.act('member-4', 'report.accept', { case: found._id, version: found.version })
    const accepted = (town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === found._id)
    assert.equal(accepted?.owed, false)
  })

  test('XML is answered for a request in XML', async () => {
    const { status, text } = await send({ ...written(), description: '又一处' }, 'xml')
    assert.equal(status, 201)
    assert.match(
      text,
      /<service_requests><request><service_request_id>[0-9a-f]+<\/service_request_id><service_notice><\/service_notice><account_id>/,
    )
  })

  test('what is wrong with a request is said in the form of the specification', async () => {
    const cases: [Record<string, string>, number][] = [
      [{ ...written(), api_key: '' }, 403],
      [{ ...written(), api_key: 'key-for-tests-alonE' }, 403],
      [{ ...written(), service_code: '' }, 400],
      [{ ...written(), service_code: 'nothing' }, 404],
      [{ ...written(), service_code: 'wage' }, 404],
      [{ ...written(), lat: '' }, 400],
      [{ ...written(), long: '500' }, 400],
      [{ ...written(), description: 'x'.repeat(4001) }, 400],
      [{ ...written(), jurisdiction_id: 'elsewhere' }, 404],
    ]
    for (const [fields, status] of cases) {
      const answer = await send(fields)
      assert.equal(answer.status, status, JSON.stringify(fields))
      assert.equal(errors.parse(JSON.parse(answer.text))[0]?.code, status)
    }
    assert.equal((await send({ ...written(), description: 'x'.repeat(100_000) })).status, 400)
    const response = await fetch(`${town.url}/open311/v2/services.json`, { method: 'DELETE' })
    assert.equal(response.status, 405)
    for (const path of ['services', 'services.csv', 'nothing.json', 'requests/a/b.json', 'services/%E0%A4%A.json'])
      assert.equal((await get(path)).status, 404, path)
  })

  test('a partner has a bound', async () => {
    const one = (town.cloud.dump('cases') as Case[]).find(({ reporter }) => reporter.name === 'neighbour-city') as Case
    const updatedAt = new Date(town.cloud.now()).toISOString()
    town.cloud.load(
      'cases',
      Array.from({ length: 120 }, (_, at) => ({ ...one, _id: `many-${at}`, requests: [], updatedAt })),
    )
    assert.equal((await send({ ...written(), description: '太多了' })).status, 429)
  })

  test('no client reaches it, however its data looks, also not without HTTP', async () => {
    const event = { path: '/open311/v2/requests.json', httpMethod: 'GET', queryStringParameters: {} }
    assert.notEqual((await town.cloud.invoke('open311', event, { openid: 'resident-1' })).errCode, undefined)
    assert.deepEqual((await town.cloud.push('open311', event, { openid: 'resident-1' })).result, { errCode: 'NOT_ALLOWED' })
    assert.deepEqual((await town.cloud.push('open311', { action: 'requests' })).result, { errCode: 'NOT_ALLOWED' })
  })

  test('a list costs two operations', async () => {
    assert.ok((await get('requests.json')).operations <= 2)
  })
})
