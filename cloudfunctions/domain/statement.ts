import type { Booking, Session } from './booking'
import { minutesOf, takesPlace, teacherOf } from './course'
import { dayOf } from './time'
import type { Day, Instant } from './time'

/** What a statement needs of a booking. */
export const billedFields = [
  'number',
  'kind',
  'state',
  'start',
  'minutes',
  'service',
  'guest',
  'worker',
  'price',
  'cover',
  'rating',
] as const satisfies (keyof Booking)[]
export type Billed = Pick<Booking, (typeof billedFields)[number]>

export interface StatementRow {
  number: string
  day: Day
  service: string
  guest: string
  worker: string
  minutes: number
  yuan: number
  paidByProgramme: number
  state: string
}

export interface Statement {
  visits: number
  minutes: number
  yuan: number
  paidByProgramme: number
  guests: number
  noShow: number
  stars?: number
  rows: StatementRow[]
}

/** States that a statement tells of: what was done, and what nobody came to. */
export const billedStates = ['done', 'rated', 'noShow'] as const

/** A number names the visit; of the guest the family name is enough to talk about it. */
function nameOnPaper(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(Math.min(2, rest.length))
}

/** What was done in a month, in order of time. What did not take place costs nothing and counts no time. */
export function statementOf(bookings: Billed[]): Statement {
  const told = bookings
    .filter(({ state }) => (billedStates as readonly string[]).includes(state))
    .sort((a, b) => (a.start === b.start ? (a.number < b.number ? -1 : 1) : a.start < b.start ? -1 : 1))
  const done = told.filter(({ state }) => state !== 'noShow')
  const rows = told.map(({ number, state, start, minutes, service, guest, worker, price, cover }): StatementRow => {
    const counts = state !== 'noShow'
    return {
      number,
      day: dayOf(start),
      service: service.name,
      guest: nameOnPaper(guest.name),
      worker: worker?.name ?? '',
      minutes: counts ? minutes : 0,
      yuan: counts ? price.yuan : 0,
      paidByProgramme: counts ? (cover?.yuan ?? 0) : 0,
      state: counts ? '做完了' : '没有成行',
    }
  })
  const sum = (field: 'minutes' | 'yuan' | 'paidByProgramme') => rows.reduce((total, row) => total + row[field], 0)
  const stars = done.flatMap(({ rating }) => (rating ? [rating.stars] : []))
  return {
    visits: done.length,
    minutes: sum('minutes'),
    yuan: sum('yuan'),
    paidByProgramme: sum('paidByProgramme'),
    guests: new Set(done.map(({ guest }) => guest.person)).size,
    noShow: told.length - done.length,
    ...(stars.length > 0 ? { stars: Math.round((stars.reduce((total, one) => total + one, 0) / stars.length) * 100) / 100 } : {}),
    rows,
  }
}

/** What a statement needs of a course. */
export const taughtFields = ['title', 'worker', 'lessons'] as const satisfies (keyof Session)[]
export type Taught = Pick<Session, '_id' | (typeof taughtFields)[number]>
export type Attended = Pick<Booking, 'session' | 'attendance'>

export interface CourseRow {
  title: string
  teachers: string
  lessons: number
  minutes: number
  present: number
  personMinutes: number
  unmarked: number
  cancelled: number
}

export interface Classes {
  rows: CourseRow[]
  lessons: number
  minutes: number
  present: number
  personMinutes: number
}

/** How classes are counted, as it stands beside the figures. */
export const classFormula =
  '只算本月上过、点过名的课：课时＝这些课的小时数相加；到课人次＝每节到的人数相加；人次小时＝每节到的人数×这节的小时数，再相加。没有人签到也没有点名的课不算，取消的课不算。'

/** What was taught in a span of time, by course: a lesson took place when it was not cancelled, is over, and somebody was there. */
export function classesOf(courses: Taught[], attended: Attended[], from: Instant, until: Instant, now: Instant): Classes {
  const present = new Map<string, number>()
  for (const { session, attendance = [] } of attended) {
    for (const { lesson } of attendance) present.set(`${session}.${lesson}`, (present.get(`${session}.${lesson}`) ?? 0) + 1)
  }
  const rows = courses.flatMap((course): CourseRow[] => {
    const ofMonth = course.lessons
      .map((lesson, at) => ({ lesson, there: present.get(`${course._id}.${at}`) ?? 0 }))
      .filter(({ lesson }) => lesson.start >= from && lesson.start < until && lesson.end <= now)
    if (ofMonth.length === 0) return []
    const over = ofMonth.filter(({ lesson }) => takesPlace(lesson))
    const held = over.filter(({ there }) => there > 0)
    return [
      {
        title: course.title,
        teachers: [...new Set(held.map(({ lesson }) => teacherOf(course, lesson)?.name ?? ''))].filter(Boolean).join('、'),
        lessons: held.length,
        minutes: minutesOf(held.map(({ lesson }) => lesson)),
        present: held.reduce((sum, { there }) => sum + there, 0),
        personMinutes: held.reduce((sum, { lesson, there }) => sum + there * minutesOf([lesson]), 0),
        unmarked: over.length - held.length,
        cancelled: ofMonth.length - over.length,
      },
    ]
  })
  rows.sort((a, b) => a.title.localeCompare(b.title, 'zh'))
  const sum = (field: 'lessons' | 'minutes' | 'present' | 'personMinutes') => rows.reduce((total, row) => total + row[field], 0)
  return { rows, lessons: sum('lessons'), minutes: sum('minutes'), present: sum('present'), personMinutes: sum('personMinutes') }
}

/** A table as people open it in WPS or Excel: a head, the rows, the sums. */
export type Cell = string | number
export function statementTable(title: string, { rows, minutes, yuan, paidByProgramme }: Statement): Cell[][] {
  return [
    [title],
    ['编号', '日期', '服务', '服务对象', '社工', '分钟', '个人付（元）', '项目付（元）', '情况'],
    ...rows.map((row) => [row.number, row.day, row.service, row.guest, row.worker, row.minutes, row.yuan, row.paidByProgramme, row.state]),
    ['合计', '', '', '', '', minutes, yuan, paidByProgramme, ''],
  ]
}

export function classTable(title: string, { rows, lessons, minutes, present, personMinutes }: Classes): Cell[][] {
  const hours = (of: number) => Math.round((of / 60) * 100) / 100
  return [
    [title],
    ['课程', '老师', '上了（节）', '课时（小时）', '到课人次', '人次小时', '没点名（节）', '取消（节）'],
    ...rows.map((row) => [
      row.title,
      row.teachers,
      row.lessons,
      hours(row.minutes),
      row.present,
      hours(row.personMinutes),
      row.unmarked,
      row.cancelled,
    ]),
    ['合计', '', lessons, hours(minutes), present, hours(personMinutes), '', ''],
    [`算法：${classFormula}`],
  ]
}

/** Text that a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r＝＋－＠]/

/**
 * CSV that WPS and Excel open with the right characters: with a byte order mark and CRLF. Names come from people, so what a spreadsheet
 * would run as a formula is made text; numbers of our own stay numbers.
 */
export function csvOf(table: Cell[][]): string {
  const cell = (value: Cell): string => {
    if (typeof value === 'number') return String(value)
    const plain = formula.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
  return `\uFEFF${table.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}
