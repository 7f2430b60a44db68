import { hoursOf } from '../domain/contractHours'
import { organisationsOf, slotOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { actsFor } from '../domain/organisation'
import type { Organisation } from '../domain/organisation'
import { hasRole } from '../domain/person'
import { done, refuse } from '../domain/result'
import {
  billedFields,
  billedStates,
  classesOf,
  classFormula,
  classTable,
  csvOf,
  statementOf,
  statementTable,
  taughtFields,
} from '../domain/statement'
import type { Attended, Billed, Cell, Classes, Taught } from '../domain/statement'
import { inTown, instantAt } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { putFile, unguessable } from '../platform/files'
import { xlsxOf } from './xlsx'

const aPage = 1000
const mostPages = 4
/** Courses that have lessons in one month, and pages of those who are enrolled in them. */
const mostCourses = 150
const mostAttendedPages = 3

/** What an organisation did in a month, for itself and for who pays; as a table too, if one is asked for. */
export const statement: Handlers<'booking'>['statement'] = async ({ organisation: asked, month, format }, { person, now }) => {
  const id = hasRole(person, 'dispatcher') && asked !== undefined ? asked : actsFor(person, asked)
  if (id === undefined) return organisationsOf(person).length === 0 ? refuse('INPUT_INVALID', '请选一家机构') : refuse('NOT_ALLOWED')
  const start = instantAt(`${month}-01`, '00:00')
  const end = instantAt(inTown(start).add(1, 'month').format('YYYY-MM-DD'), '00:00')
  if (start > now) return refuse('INPUT_INVALID', '这个月还没有到')
  const [organisation, bookings, classes] = await Promise.all([
    get<Organisation>('organisations', id),
    billed(id, start, end),
    taught(id, start, end, now),
  ])
  if (!organisation) return refuse('NOT_ALLOWED')
  const told = statementOf(bookings)
  const { minutes, rows, ...sums } = told
  return done({
    organisation: organisation.name,
    month,
    ...sums,
    hours: hoursOf(minutes),
    rows: rows.map(({ minutes: of, ...row }) => ({ ...row, hours: hoursOf(of) })),
    courses: classes.rows.map(({ minutes: of, personMinutes, ...row }) => ({
      ...row,
      hours: hoursOf(of),
      personHours: hoursOf(personMinutes),
    })),
    classes: {
      lessons: classes.lessons,
      hours: hoursOf(classes.minutes),
      present: classes.present,
      personHours: hoursOf(classes.personMinutes),
      formula: classFormula,
    },
    file: format && (await kept(`${organisation.name} ${month}`, told, classes, `statements/${id}/${month}`, format)),
  })
}

/** Classes of a month: courses with a lesson in it, and who was there. At most four operations. */
async function taught(organisation: string, start: string, end: string, now: Instant): Promise<Classes> {
  const courses = await find<Taught>(
    'sessions',
    { 'organisation.id': organisation, end: is.gt(start), start: is.lt(end), kind: 'class' },
    { limit: mostCourses, order: [['end', 'asc']], fields: taughtFields },
  )
  const attended: (Attended & Pick<Booking, '_id' | 'slot'>)[] = []
  let from = ''
  for (let page = 0; page < mostAttendedPages && courses.length > 0; page++) {
    const part = await find<Attended & Pick<Booking, '_id' | 'slot'>>(
      'bookings',
      // Also of those who left later: they were there.
      { session: is.in(courses.map(({ _id }) => _id)), slot: is.gt(from), 'attendance.lesson': is.gte(0) },
      { limit: aPage, order: [['slot', 'asc']], fields: ['session', 'attendance', 'slot'] },
    )
    attended.push(...part)
    const last = part.at(-1)
    if (part.length < aPage || !last) break
    from = last.slot
  }
  return classesOf(courses, attended, start, end, now)
}

async function billed(organisationId: string, start: string, end: string): Promise<Billed[]> {
  const found: (Billed & Pick<Booking, '_id'>)[] = []
  let from = start
  for (let page = 0; page < mostPages; page++) {
    const part = await find<Billed & Pick<Booking, '_id'>>(
      'bookings',
      {
        organisationId,
        state: is.in([...billedStates]),
        slot: is.both(is.gt(from), is.lt(end)),
        kind: is.in(['visit', 'appointment']),
      },
      { limit: aPage, order: [['slot', 'asc']], fields: [...billedFields] },
    )
    found.push(...part)
    const last = part.at(-1)
    if (part.length < aPage || !last) break
    from = slotOf(last.start, last._id)
  }
  return found
}

/** The same statement is the same file: asking for it again leaves nothing behind. */
async function kept(title: string, told: ReturnType<typeof statementOf>, classes: Classes, folder: string, format: 'csv' | 'xlsx') {
  const sheets: { name: string; table: Cell[][] }[] = [
    { name: '结算表', table: statementTable(`${title} 服务结算表`, told) },
    ...(classes.rows.length > 0 ? [{ name: '课程', table: classTable(`${title} 课程`, classes) }] : []),
  ]
  // A CSV has no sheets: the courses follow after an empty line.
  const csv = csvOf(sheets.flatMap(({ table }, at) => (at === 0 ? table : [[], ...table])))
  const content = format === 'csv' ? Buffer.from(csv) : await xlsxOf(sheets)
  return putFile(`${folder}-${unguessable(csv)}.${format}`, content)
}
