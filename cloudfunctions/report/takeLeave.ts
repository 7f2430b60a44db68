import { done } from '../domain/result'
import { withLeave } from '../domain/rosterChanges'
import { dayOf } from '../domain/time'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { coverMember } from './coverMember'
import { rosterView } from './rosterView'

/** The first few go in this call, so that whoever enters it sees that it works; the sweep does the rest. */
const most = 5

export const takeLeave: Handlers<'report'>['takeLeave'] = async (input, context) => {
  const { person, from, to, reason } = input
  const changed = await changeRoster(input, context, true, (team, today) => withLeave(team, person, { from, to, reason }, today))
  if (!changed.ok) return changed
  const { cell, right } = changed.data
  const today = dayOf(context.now)
  const away = from <= today && today <= to
  const moved = away ? await coverMember(cell, { person }, most, context.now) : 0
  const roster = await rosterView(cell, { ...context, right })
  const waiting = roster.team.find((member) => member.person === person)?.load ?? 0
  return done({ roster, sentence: sentenceOf(away, moved, waiting), moved, waiting })
}

function sentenceOf(away: boolean, moved: number, waiting: number): string {
  if (!away) return waiting === 0 ? '登记好了' : '登记好了。到那天，手上还没办完的事会自动转给当班的人'
  const gone = moved === 0 ? '' : `，${moved} 件事已经转给当班的人`
  return waiting === 0 ? `登记好了${gone}` : `登记好了${gone}，还有 ${waiting} 件一有人当班就转`
}
