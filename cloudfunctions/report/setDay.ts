import { done } from '../domain/result'
import { withDay } from '../domain/rosterChanges'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { rosterView } from './rosterView'

export const setDay: Handlers<'report'>['setDay'] = async (input, context) => {
  const { person, day, spans } = input
  const changed = await changeRoster(input, context, false, (team, today) => withDay(team, person, day, spans, today))
  return changed.ok ? done(await rosterView(changed.data.cell, { ...context, right: changed.data.right })) : changed
}
