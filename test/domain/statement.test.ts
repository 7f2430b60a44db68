import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { xlsxOf } from '../../cloudfunctions/booking/xlsx'
import type { BookingState, Lesson } from '../../cloudfunctions/domain/booking'
import { classesOf, classTable, csvOf, statementOf, statementTable } from '../../cloudfunctions/domain/statement'
import type { Billed, Cell } from '../../cloudfunctions/domain/statement'

function billed(number: string, more: Partial<Billed> = {}): Billed {
  return {
    number,
    kind: 'visit',
    state: 'done',
    start: '2026-11-03T01:00:00.000Z',
    minutes: 120,
    service: { id: 'cleaning', name: '打扫卫生' },
    guest: { person: 'g1', openid: '', name: '陈玉兰' },
    worker: { person: 'w1', openid: 'o', name: '谭静' },
    price: { kind: 'free', yuan: 0, sentence: '' },
    cover: { programme: 'homecare', month: '2026-11', minutes: 120, yuan: 60 },
    ...more,
  }
}

test('a month: what was done counts, what nobody came to is told and costs nothing', () => {
  const statement = statementOf([
    billed('2', { state: 'rated', rating: { stars: 4, text: '' }, start: '2026-11-30T15:30:00.000Z' }),
    billed('1', { rating: { stars: 5, text: '' } }),
    billed('3', { state: 'noShow', guest: { person: 'g2', openid: '', name: '冼阿婆' } }),
    billed('4', {
      price: { kind: 'paid', yuan: 45, sentence: '' },
      cover: undefined,
      minutes: 90,
      guest: { person: 'g3', openid: '', name: '何' },
    }),
    billed('5', { state: 'cancelled' }),
  ])
  const { rows, ...sums } = statement
  assert.deepEqual(sums, { visits: 3, minutes: 330, yuan: 45, paidByProgramme: 120, guests: 2, noShow: 1, stars: 4.5 })
  assert.deepEqual(
    rows.map(({ number, day, guest, minutes, paidByProgramme, state }) => [number, day, guest, minutes, paidByProgramme, state]),
    [
      ['1', '2026-11-03', '陈**', 120, 60, '做完了'],
      ['3', '2026-11-03', '冼**', 0, 0, '没有成行'],
      ['4', '2026-11-03', '何', 90, 0, '做完了'],
      ['2', '2026-11-30', '陈**', 120, 60, '做完了'],
    ],
  )
})

test('classes: a lesson counts when it is over, was not cancelled, and somebody was there; who gave it is named', () => {
  const teacher = { person: 't', openid: 'o', name: '冯志' }
  const lesson = (day: string, more: Partial<Lesson> = {}): Lesson => ({
    title: day,
    start: `2026-11-${day}T11:00:00.000Z`,
    end: `2026-11-${day}T12:30:00.000Z`,
    ...more,
  })
  const substitute = { person: 's', openid: 'p', name: '谭静' }
  const course = {
    _id: 'c',
    title: '=手机班',
    worker: teacher,
    lessons: [
      lesson('02'),
      lesson('09', { worker: substitute }),
      lesson('16', { cancelled: true }),
      lesson('20'),
      lesson('28'),
      lesson('30', { start: '2026-12-07T11:00:00.000Z', end: '2026-12-07T12:30:00.000Z' }),
    ],
  }
  const at = (lessons: number[]) => ({
    session: 'c',
    attendance: lessons.map((one) => ({ lesson: one, at: '2026-11-02T11:00:00.000Z', by: 'teacher' as const })),
  })
  const attended = [at([0, 1]), at([0]), { session: 'c' }]
  const classes = classesOf([course], attended, '2026-10-31T16:00:00.000Z', '2026-11-30T16:00:00.000Z', '2026-11-25T00:00:00.000Z')
  const { rows, ...sums } = classes
  assert.deepEqual(sums, { lessons: 2, minutes: 180, present: 3, personMinutes: 270 })
  assert.deepEqual(rows, [
    { title: '=手机班', teachers: '冯志、谭静', lessons: 2, minutes: 180, present: 3, personMinutes: 270, unmarked: 1, cancelled: 1 },
  ])
  const csv = csvOf(classTable('暖阳社工 2026-11 课程', classes))
  assert.ok(csv.includes("'=手机班,冯志、谭静,2,3,3,4.5,1,1\r\n合计,,2,3,3,4.5,,\r\n算法："))
})

test('a workbook has a sheet for each table', async () => {
  const table: Cell[][] = [['标题'], ['甲', '乙'], ['a', 1]]
  const parts = Object.entries(
    unzipSync(
      await xlsxOf([
        { name: '结算表', table },
        { name: '课程', table },
      ]),
    ),
  )
  const workbook = parts.find(([name]) => name === 'xl/workbook.xml')?.[1]
  assert.match(strFromU8(workbook ?? new Uint8Array()), /name="结算表".*name="课程"/)
})

const states: BookingState[] = ['done', 'rated', 'noShow', 'cancelled', 'assigned', 'waiting']
const anyBilled = fc.record({
  number: fc.uuid(),
  state: fc.constantFrom(...states),
  minutes: fc.constantFrom(20, 30, 45, 60, 90, 100, 120),
  yuan: fc.nat(200),
  paid: fc.nat(200),
  guest: fc.nat(4),
})

test('the sums are those of the rows, whatever the order; nothing is told twice or left out', () => {
  fc.assert(
    fc.property(fc.array(anyBilled, { maxLength: 30 }), (list) => {
      const bookings = list.map(({ number, state, minutes, yuan, paid, guest }) =>
        billed(number, {
          state,
          minutes,
          price: { kind: 'low', yuan, sentence: '' },
          cover: { programme: 'p', month: '2026-11', minutes, yuan: paid },
          guest: { person: `g${guest}`, openid: '', name: '陈' },
        }),
      )
      const statement = statementOf(bookings)
      for (const field of ['minutes', 'yuan', 'paidByProgramme'] as const) {
        assert.equal(
          statement[field],
          statement.rows.reduce((sum, row) => sum + row[field], 0),
        )
      }
      const told = list.filter(({ state }) => ['done', 'rated', 'noShow'].includes(state))
      assert.deepEqual(statement.rows.map(({ number }) => number).sort(), told.map(({ number }) => number).sort())
      assert.equal(statement.visits + statement.noShow, told.length)
      assert.deepEqual(statementOf([...bookings].reverse()), statement)
    }),
  )
})

test('the table has a head, the rows and the sums', () => {
  const table = statementTable('暖阳社工 2026-11', statementOf([billed('1')]))
  assert.deepEqual(table[0], ['暖阳社工 2026-11'])
  assert.deepEqual(table[2], ['1', '2026-11-03', '打扫卫生', '陈**', '谭静', 120, 0, 60, '做完了'])
  assert.deepEqual(table[3], ['合计', '', '', '', '', 120, 0, 60, ''])
})

/** Reads CSV as a spreadsheet does. */
function read(csv: string): string[][] {
  const cells = [...csv.replace('\uFEFF', '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

test('CSV opens in WPS and Excel: mark, CRLF, quotes; nothing runs as a formula, numbers stay numbers', () => {
  const csv = csvOf([
    ['a,b', 'say "hi"', 'two\nlines'],
    ['=1+1', '+86', '-x', '@sum', '＝HYPERLINK("x")', -5],
  ])
  assert.equal(csv, '\uFEFF"a,b","say ""hi""","two\nlines"\r\n\'=1+1,\'+86,\'-x,\'@sum,"\'＝HYPERLINK(""x"")",-5\r\n')
})

test('any text comes back from CSV as it was, but for the mark that keeps it from being a formula', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[=+\-@\t\r\n,"a]{0,6}$/), fc.integer())
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (table: Cell[][]) => {
      const back = read(csvOf(table))
      assert.equal(back.length, table.length)
      table.forEach((row, at) =>
        row.forEach((value, column) => {
          const seen = back[at]?.[column] ?? ''
          if (typeof value === 'number') return assert.equal(seen, String(value))
          assert.doesNotMatch(seen, /^[=+\-@\t\r]/)
          assert.equal(seen.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''), value)
        }),
      )
    }),
  )
})
