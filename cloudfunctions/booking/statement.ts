import { hoursOf } from '../domain/contractHours'
import { organisationsOf, slotOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { actsFor } from '../domain/organisation'
import type { Organisation } from '../domain/organisation'
import { hasRole } from '../domain/person'
import { done, refuse } from '../domain/result'
import { billedFields, billedStates, csvOf, statementOf, statementTable } from '../domain/statement'
import type { Billed } from '../domain/statement'
import { inTown, instantAt } from '../domain/time'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { putFile, unguessable } from '../platform/files'
import { xlsxOf } from './xlsx'

const aPage = 1000
const mostPages = 4

/** What an organisation did in a month, for itself and for who pays; as a table too, if one is asked for. */
export const statement: Handlers<'booking'>['statement'] = async ({ organisation: asked, month, format }, { person, now }) => {
  const id = hasRole(person, 'dispatcher') && asked !== undefined ? asked : actsFor(person, asked)
  if (id === undefined) return organisationsOf(person).length === 0 ? refuse('INPUT_INVALID', '请选一家机构') : refuse('NOT_ALLOWED')
  const start = instantAt(`${month}-01`, '00:00')
  const end = instantAt(inTown(start).add(1, 'month').format('YYYY-MM-DD'), '00:00')
  if (start > now) return refuse('INPUT_INVALID', '这个月还没有到')
  const [organisation, bookings] = await Promise.all([get<Organisation>('organisations', id), billed(id, start, end)])
  if (!organisation) return refuse('NOT_ALLOWED')
  const told = statementOf(bookings)
  const { minutes, rows, ...sums } = told
  return done({
    organisation: organisation.name,
    month,
    ...sums,
    hours: hoursOf(minutes),
    rows: rows.map(({ minutes: of, ...row }) => ({ ...row, hours: hoursOf(of) })),
    file: format && (await kept(`${organisation.name} ${month} 服务结算表`, told, `statements/${id}/${month}`, format)),
  })
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
async function kept(title: string, told: ReturnType<typeof statementOf>, folder: string, format: 'csv' | 'xlsx'): Promise<string> {
  const table = statementTable(title, told)
  const csv = csvOf(table)
  const content = format === 'csv' ? Buffer.from(csv) : await xlsxOf(table)
  return putFile(`${folder}-${unguessable(csv)}.${format}`, content)
}
