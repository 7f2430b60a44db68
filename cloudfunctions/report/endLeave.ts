import { done } from '../domain/result'
import { withoutLeave } from '../domain/rosterChanges'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { rosterView } from './rosterView'

export const endLeave: Handlers<'report'>['endLeave'] = async (input, context) => {
  const { person, from } = input
  const changed = await changeRoster(input, context, true, (team, today) => withoutLeave(team, person, from, today))
  return changed.ok ? done(await rosterView(changed.data.cell, { ...context, right: changed.data.right })) : changed
}
