import { tilesAround } from '../domain/geometry'
import { done } from '../domain/result'
import { is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { page } from './page'
import { publicRow, publicFields } from './view'
import type { PublicCase } from './view'

const metres = 1000

/** A switch, since WeChat wants a category of its own for what residents show each other (law 12). */
export const around: Handlers<'report'>['around'] = async ({ cursor, ...point }, context) => {
  const { switches } = await townData(context.now)
  if (!switches.publicFeed) return done({ open: false, cases: [] })
  const conditions = { tile: is.in(tilesAround(point, metres)), public: true }
  const read = await page<PublicCase, 'updatedAt'>(
    { conditions, order: ['updatedAt', 'desc'] },
    publicFields,
    (one) => one.updatedAt,
    cursor,
  )
  if (!read.ok) return read
  return done({ open: true, cases: read.data.found.map((one) => publicRow(one, context, point)), next: read.data.next })
}
