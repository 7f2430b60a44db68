import { tilesAround } from '../domain/geometry'
import { done, refuse } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { publicRow, publicFields } from './view'
import type { PublicCase } from './view'

const pageSize = 20
const metres = 1000
/** The database answers at most 1,000 documents. */
const mostTies = 900

/** A switch, since WeChat wants a category of its own for what residents show each other (law 12). */
export const around: Handlers<'report'>['around'] = async ({ cursor, ...point }, context) => {
  const { switches } = await townData(context.now)
  if (!switches.publicFeed) return done({ open: false, cases: [] })
  const [, before = '', ties = '0', id = ''] = /^([\w:.-]{1,40})~(\d{1,3})~([\w:.-]{1,60})$/.exec(cursor ?? '') ?? []
  if (cursor !== undefined && id === '') return refuse('INPUT_INVALID')
  // As in casePage: reads over what was shown of the last instant, so that nothing of it is shown twice or left out.
  const limit = pageSize + 1 + Number(ties)
  const found = await find<PublicCase>(
    'cases',
    { tile: is.in(tilesAround(point, metres)), public: true, ...(cursor === undefined ? {} : { updatedAt: is.lte(before) }) },
    {
      limit: limit === 100 ? 101 : limit,
      order: [
        ['updatedAt', 'desc'],
        ['_id', 'desc'],
      ],
      fields: publicFields,
    },
  )
  const fresh = cursor === undefined ? found : found.filter(({ updatedAt, _id }) => updatedAt < before || _id < id)
  const cases = fresh.slice(0, pageSize)
  const last = cases.at(-1)
  if (!last || (fresh.length <= pageSize && found.length < limit))
    return done({ open: true, cases: cases.map((one) => publicRow(one, context, point)) })
  const shown = cases.filter(({ updatedAt }) => updatedAt === last.updatedAt).length + (before === last.updatedAt ? Number(ties) : 0)
  const next = `${last.updatedAt}~${Math.min(shown, mostTies)}~${last._id}`
  return done({ open: true, cases: cases.map((one) => publicRow(one, context, point)), next })
}
