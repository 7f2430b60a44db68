import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { rosterOf } from './changeRoster'
import { rosterView } from './rosterView'

export const roster: Handlers<'report'>['roster'] = async ({ grid, from }, context) => {
  const found = await rosterOf(grid, context)
  return found.ok ? done(await rosterView(found.data.cell, { ...context, right: found.data.right }, from)) : found
}
