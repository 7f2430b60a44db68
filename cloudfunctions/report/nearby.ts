import { distance, tilesAround } from '../domain/geometry'
import { done, refuse } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { publicRow, publicFields } from './view'
import type { PublicCase } from './view'

/** The latest of the tiles around; more open reports of public items on a few hectares are not weighed. */
const weighed = 90
const most = 5

export const nearby: Handlers<'report'>['nearby'] = async ({ item: id, ...point }, context) => {
  const item = (await townData(context.now)).items.find((one) => one.id === id)
  if (!item) return refuse('ITEM_UNKNOWN')
  if (!item.public) return done({ cases: [] })
  const found = await find<PublicCase>(
    'cases',
    { tile: is.in(tilesAround(point, item.near)), public: true, open: true, 'item.id': id },
    { limit: weighed, order: [['updatedAt', 'desc']], fields: publicFields },
  )
  const near = found
    .map((one) => ({ one, metres: distance(one.place, point) }))
    .filter(({ metres }) => metres <= item.near)
    .sort((a, b) => a.metres - b.metres || (a.one._id < b.one._id ? -1 : 1))
  return done({ cases: near.slice(0, most).map(({ one }) => publicRow(one, context, point)) })
}
