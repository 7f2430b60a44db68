import { tilesAround } from '../domain/geometry'
import { done, refuse } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { publicRow, publicFields } from './view'
import type { PublicCase } from './view'

const pageSize = 20
const metres = 1000

/** A switch, since WeChat wants a category of its own for what residents show each other (law 12). */
export const around: Handlers<'report'>['around'] = async ({ cursor, ...point }, context) => {
  const { switches } = await townData(context.now)
  if (!switches.publicFeed) return done({ open: false, cases: [] })
  const [, before = '', id = ''] = /^([\w:.-]{1,40})~([\w.:-]{1,60})$/.exec(cursor ?? '') ?? []
  if (cursor !== undefined && id === '') return refuse('INPUT_INVALID')
  const found = await find<PublicCase>(
    'cases',
    { tile: is.in(tilesAround(point, metres)), public: true, ...(cursor === undefined ? {} : { updatedAt: is.lte(before) }) },
    {
      limit: pageSize * 2 + 1,
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
  const next = last && fresh.length > pageSize ? `${last.updatedAt}~${last._id}` : undefined
  return done({ open: true, cases: cases.map((one) => publicRow(one, context, point)), next })
}
