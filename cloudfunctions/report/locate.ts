import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { placeOf } from '../platform/locatePoint'

export const locate: Handlers<'report'>['locate'] = async (point) => {
  const { located, town } = await placeOf(point)
  const { cell, rule, shared } = located
  if (!cell) {
    return done({ inTown: false, grid: '', sentence: `这个地点不在${town.name}的网格里，您还是可以反映，会由${town.desk.name}先看` })
  }
  const sentence =
    rule === 'border' ? `这里在${shared.map(({ name }) => name).join('和')}的交界上，会交给${cell.name}` : `这里属于${cell.name}`
  return done({ inTown: true, grid: cell.name, sentence })
}
