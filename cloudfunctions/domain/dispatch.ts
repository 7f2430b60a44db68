import type { Session } from './booking'
import type { Person } from './person'
import type { Reason } from './matter'

/** Where a visit goes to; without a home on the map only the organisation can say whether it comes. */
export interface Destination {
  village?: string
  villageName?: string
}

export function homeOf({ home }: Person): Destination {
  return home ? { village: home.village.grid, villageName: home.village.name } : {}
}

export interface Choice {
  session: Session
  reason: Reason
}

/** How much each counts in choosing. Data, so that a town's committee can argue about numbers. */
export const weights = { capacity: 0.4, rating: 0.4, share: 0.2 }

interface Scored {
  session: Session
  score: number
}

/** Why an organisation can't be sent, or nothing. */
export function obstacle(session: Session, minutes: number, to: Destination): string | undefined {
  if (to.village !== undefined && session.area.length > 0 && !session.area.includes(to.village)) {
    return to.villageName === undefined ? '不服务您住的地方' : `不服务${to.villageName}`
  }
  if (session.left <= 0) return '这个时间已经约满'
  if (session.standing.hoursLeft * 60 < minutes) return '今年的服务时数用完了'
  return undefined
}

function standingOf({ left, standing }: Session): string {
  return `还能接 ${left} 家，评价 ${standing.rating.toFixed(1)} 分`
}

/**
 * Chooses the organisations that can make a visit, best first. Free capacity and rating count most; fair share prefers who has more of
 * its contracted hours still to give. Equal ones go by id, so that the same question always has the same answer.
 * `lost` names sessions that were taken between choosing and booking.
 */
export function dispatch(sessions: Session[], minutes: number, to: Destination, lost: string[] = []): Choice[] {
  const candidates = [...sessions].sort((a, b) => (a._id < b._id ? -1 : 1))
  const obstacles = new Map(
    candidates.map((session) => [session._id, lost.includes(session._id) ? '刚刚被约满' : obstacle(session, minutes, to)]),
  )
  const able = candidates.filter(({ _id }) => obstacles.get(_id) === undefined)
  const mostHours = Math.max(1, ...able.map(({ standing }) => standing.hoursLeft))
  const ranked = able
    .map((session): Scored => ({
      session,
      score:
        weights.capacity * (session.left / session.seats) +
        weights.rating * (session.standing.rating / 5) +
        weights.share * (session.standing.hoursLeft / mostHours),
    }))
    .sort((a, b) => b.score - a.score || (a.session._id < b.session._id ? -1 : 1))

  return ranked.map(({ session: chosen }) => ({
    session: chosen,
    reason: {
      rule: 'dispatch',
      sentence: sentenceOf(chosen, ranked.length, to),
      considered: candidates.map((session) => ({
        name: session.organisation.name,
        outcome:
          session === chosen
            ? `由它上门：${standingOf(session)}`
            : (obstacles.get(session._id) ?? `也能上门，这次排在后面：${standingOf(session)}`),
      })),
    },
  }))
}

function sentenceOf({ organisation, standing }: Session, able: number, { villageName }: Destination): string {
  const serves = villageName === undefined ? '' : `服务${villageName}，`
  if (able === 1) return `${organisation.name}${serves}这个时间只有它能上门，所以请它来`
  return `有 ${able} 家机构能上门，比过空闲、评价和各家的服务量，这次请${organisation.name}(评价 ${standing.rating.toFixed(1)} 分)`
}
