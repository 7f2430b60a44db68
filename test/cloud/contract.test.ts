import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as z from 'zod/mini'
import { eachAction } from '../../cloudfunctions/contract'
import { roles } from '../../cloudfunctions/contract/action'
import type { RoleName } from '../../cloudfunctions/contract/action'
import { failures } from '../../cloudfunctions/contract/failures'
import { instant } from '../../cloudfunctions/contract/fields'
import { startTown } from './harness'
import type { TestTown } from './harness'

const oneOf: Record<RoleName, string> = {
  resident: 'resident-1',
  member: 'member-1',
  desk: 'desk-1',
  officer: 'officer-1',
  organisation: 'organisation-1',
  worker: 'worker-1',
  dispatcher: 'dispatcher-1',
}

/** Inputs that pass the schemas and name nothing that exists: whoever may call is refused for another reason than their role. */
const something: Record<string, unknown> = {
  case: 'nothing',
  booking: 'nothing',
  session: 'nothing',
  service: 'nothing',
  item: 'nothing',
  version: 1,
  text: '一句话',
  note: '一句话',
  reason: '一句话',
  stars: 5,
  kind: 'class',
  start: '2026-12-01T01:00:00.000Z',
  place: { longitude: 113.185, latitude: 22.605 },
  longitude: 113.185,
  latitude: 22.605,
  holder: 'nothing',
  worker: 'nothing',
  queue: 'open',
  question: '在哪里?',
  at: { longitude: 113.185, latitude: 22.605 },
  hours: 7,
  departments: ['nothing'],
  grant: true,
  into: 'nothing',
  channel: '12345',
  number: '2611-NOTHG',
  tab: 'requested',
  field: 'address',
  done: [],
  photos: ['cloud://env.bucket/uploads/nobody/1.png'],
  until: '2026-01-01T00:00:00.000Z',
  month: '2026-11',
  grid: 'nothing',
  from: '2026-12-01',
  to: '2026-12-01',
  person: 'nothing',
  trusted: 'nothing',
  relation: '邻居',
  how: 'phone',
  name: '无名',
  address: '一巷一号',
  home: { longitude: 113.185, latitude: 22.605 },
  programme: 'nothing',
  level: 'nothing',
  open: true,
  remark: '',
  area: [],
  skills: ['homecare'],
  languages: ['粤语'],
  week: Array.from({ length: 7 }, () => []),
  day: '2026-12-01',
  shifts: [],
  why: '一句话',
  lesson: 0,
  changes: 0,
  change: { kind: 'cancelled', why: '停电' },
  present: [],
}

/** Where one name means different things. */
const particular: Record<string, Record<string, unknown>> = {
  'booking.changeCourse': { title: '一门课', about: '', place: { name: '学堂', longitude: 113.185, latitude: 22.605 }, seats: 10 },
  'report.return': { reason: 'place' },
  'booking.takeLeave': { from: '2026-12-01', until: '2026-12-02' },
  'booking.setCourse': {
    term: '2026 秋',
    title: '一门课',
    place: { name: '学堂', longitude: 113.185, latitude: 22.605 },
    seats: 10,
    first: '2026-12-01',
    from: '15:00',
    lessons: ['第一课'],
  },
}

function inputFor(name: string): Record<string, unknown> {
  const input: Record<string, unknown> = { ...something, ...particular[name] }
  if (name === 'report.inbox') delete input.done
  return input
}

describe('the contract', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
  })
  after(() => town.close())

  for (const { name, action } of eachAction()) {
    test(`${name}: every role that it does not name is refused, the others are not`, async () => {
      for (const role of roles) {
        const { answer, errMsg } = await town.call(oneOf[role], name, inputFor(name))
        assert.ok(answer, errMsg)
        const code = answer.ok ? 'ok' : answer.error.code
        if (action.who.includes(role) || action.who.includes('resident')) assert.notEqual(code, 'NOT_ALLOWED', `${role}: ${code}`)
        else assert.equal(code, 'NOT_ALLOWED', role)
        assert.ok(!['INTERNAL', 'SERVICE_BUSY', 'ACTION_UNKNOWN'].includes(code), `${role}: ${code}`)
      }
    })

    test(`${name}: nobody who is not signed in`, async () => {
      assert.equal(await town.refused(undefined, name, inputFor(name)), 'NOT_SIGNED_IN')
    })

    if (action.kind === 'command') {
      test(`${name}: a command needs a request id`, async () => {
        for (const requestId of ['', 'short', 'x'.repeat(65), '../../etc/passwd', 'with blanks in it']) {
          assert.equal(await town.refused(oneOf[action.who[0] ?? 'resident'], name, inputFor(name), { requestId }), 'INPUT_INVALID')
        }
      })
    }

    test(`${name}: has a schema that others can read`, () => {
      const schema = z.toJSONSchema(action.input, { io: 'input' })
      assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
      assert.doesNotMatch(JSON.stringify(schema), /\\\\[pP]\{/, 'classes of characters that only some languages know')
    })
  }

  test('odd calls get a clear answer and break nothing', async () => {
    for (const data of [
      undefined,
      null,
      'report',
      5,
      [],
      { action: 5 },
      { action: 'nothing' },
      { action: '__proto__' },
      { action: 'constructor' },
    ]) {
      const { result, errMsg } = await town.cloud.invoke('report', data, { openid: 'resident-1' })
      assert.equal((result as { error: { code: string } } | undefined)?.error.code, 'ACTION_UNKNOWN', errMsg)
    }
    for (const input of [null, 'text', 5, [], { case: { $gt: '' } }, { case: '' }, { case: 'a'.repeat(81) }]) {
      assert.equal(await town.refused('resident-1', 'report.get', input), 'INPUT_INVALID')
    }
  })

  test('an instant is one and the same however precisely it is sent, and years of five digits are out of reach', async () => {
    assert.deepEqual(z.parse(instant, '2026-12-01T01:00:00Z'), '2026-12-01T01:00:00.000Z')
    assert.deepEqual(z.parse(instant, '2026-12-01T01:00:00.1234567Z'), '2026-12-01T01:00:00.123Z')
    for (const from of ['9999-12-31', '0000-01-01', '2026-02-29']) {
      assert.equal(await town.refused('member-1', 'report.roster', { grid: 'cell-a1', from }), 'INPUT_INVALID', from)
      assert.equal(await town.refused('organisation-1', 'booking.week', { from }), 'INPUT_INVALID', from)
    }
    assert.equal(await town.refused('organisation-1', 'booking.statement', { month: '9999-12' }), 'INPUT_INVALID')
    const until = '9999-12-31T23:59:59.999Z'
    assert.equal(
      await town.refused('dispatcher-1', 'report.supervise', { case: 'nothing', version: 1, text: '一句话', until }),
      'INPUT_INVALID',
    )
  })

  test('what nobody sees is no text', async () => {
    const nothing = '\u200b \u2060\ufeff'
    assert.equal(await town.refused('resident-1', 'person.update', { name: nothing }), 'INPUT_INVALID')
    const place = { longitude: 113.185, latitude: 22.605 }
    assert.equal(await town.refused('resident-1', 'report.submit', { item: 'refuse', text: nothing, place }), 'INPUT_INVALID')
    const odd = { ...place, name: 'a\u0000b' }
    assert.equal(await town.refused('resident-1', 'report.submit', { item: 'refuse', text: '一句话', place: odd }), 'INPUT_INVALID')
    assert.equal((await town.act('resident-1', 'person.update', { name: '何👨‍👩‍👧敏' })).name, '何👨‍👩‍👧敏')
  })

  test('an action may be written with its function’s name', async () => {
    const { result } = await town.cloud.invoke('town', { action: 'town.get', input: {} }, { openid: 'resident-1' })
    assert.equal((result as { ok: boolean }).ok, true)
  })

  test('every failure has a sentence in plain Chinese that ends without a code', () => {
    for (const sentence of Object.values(failures)) assert.match(sentence, /^[\u4e00-\u9fff].*[^A-Z_]$/)
  })

  test('functions for timers and pushes are closed to clients, and a forged call gets nothing done', async () => {
    for (const name of ['sweep', 'pushed']) {
      const { result, errCode } = await town.cloud.invoke(
        name,
        { Type: 'Timer', TriggerName: 'sweep', Event: 'wxa_media_check' },
        { openid: 'resident-1' },
      )
      assert.equal(result, undefined)
      assert.ok(errCode)
    }
  })
})
