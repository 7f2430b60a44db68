import { done } from '../domain/result'
import { withShifts } from '../domain/rosterChanges'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { rosterView } from './rosterView'

export const setShifts: Handlers<'report'>['setShifts'] = async (input, context) => {
  const changed = await changeRoster(input, context, false, (team, today) => withShifts(team, input.person, input.shifts, today))
  return changed.ok ? done(await rosterView(changed.data.cell, { ...context, right: changed.data.right })) : changed
}
