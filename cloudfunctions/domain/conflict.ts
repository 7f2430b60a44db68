import type { Session } from './booking'

/**
 * An adviser of a village's committee can't advise somebody against it. `against` = village grid. The sentence names who else has time
 * among `others`.
 */
export function conflictOf(session: Session, against: string | undefined, others: Session[] = []): string | undefined {
  if (!isConflict(session, against)) return undefined
  const names = new Set(
    others.flatMap((other) => (other.left > 0 && other.worker && !isConflict(other, against) ? [other.worker.name] : [])),
  )
  const who = session.worker?.name ?? '这位顾问'
  const instead = names.size > 0 ? `可以找${[...names].slice(0, 3).join('、')}` : '请换一位顾问'
  return `${who}也是这个村的法律顾问，不方便帮您办这件事，${instead}`
}

function isConflict(session: Session, against: string | undefined): boolean {
  return against !== undefined && session.advises.includes(against)
}
