import type { caseSteps } from '../contract/report'
import { holderKeys, ownerKey } from './case'
import type { Case, CaseState } from './case'
import { alarmOf, limitFrom, silenceDays } from './caseClock'
import { promiseWords, table } from './caseTable'
import type { CaseCommand, CommandOf, Relation, Row, StepName } from './caseTable'
import { timelineCap } from './matter'
import type { Step } from './matter'
import type { Person } from './person'
import { done, refuse } from './result'
import type { Result } from './result'
import type { Instant } from './time'

export { promiseWords, silenceDays }
export type { CaseCommand, Relation, StepName }

export type OfferedStep = (typeof caseSteps)[number]
type Known = Pick<Case, 'reporter' | 'holder' | 'hands' | 'partners'>

/** The history is capped: what people may say at any time leaves room for what is done, or it would push out how it all began. */
const mostSaid = timelineCap - 40

export function isOpen(state: CaseState): boolean {
  return state !== 'closed' && state !== 'withdrawn' && state !== 'merged'
}

export function relationsOf(found: Known, person: Person): Relation[] {
  const relations: Relation[] = []
  const keys = holderKeys(person)
  if (found.reporter.person === person._id) relations.push('reporter')
  if (keys.includes(found.holder)) relations.push('holder')
  const partners = found.partners.map(({ key }) => key)
  if (partners.some((key) => keys.includes(key))) relations.push('partner')
  if (found.hands.some((key) => key !== found.holder && !partners.includes(key) && keys.includes(key))) relations.push('above')
  if (found.hands.some((key) => key.startsWith(ownerKey.desk('')) && keys.includes(key))) relations.push('desk')
  if (person.roles.some(({ role }) => role === 'dispatcher')) relations.push('dispatcher')
  return relations
}

/** A private case, or one of an item that is not public, is for those who have to do with it; to anyone else it is not there. */
export function maySee(found: Known & Pick<Case, 'public' | 'held'>, person: Person): boolean {
  return found.public || found.held === true || relationsOf(found, person).length > 0
}

/** The steps that a person may take on a case as it is now. */
export function mayOf(found: Case, person: Person): OfferedStep[] {
  const relations = relationsOf(found, person)
  const steps: OfferedStep[] = []
  for (const step of Object.keys(table) as StepName[]) {
    const { who, from, offered } = table[step]
    if (
      isOffered(step) &&
      who.some((one) => relations.includes(one as Relation)) &&
      from.includes(found.state) &&
      (offered?.(found) ?? true)
    )
      steps.push(step)
  }
  return steps
}

/** The whole phone number is for those who have to speak with the resident, as long as there is something to speak about. */
export function mayReveal(found: Case, person: Person): boolean {
  const speaking: Relation[] = ['holder', 'above', 'dispatcher']
  return found.open && found.origin?.phone !== undefined && relationsOf(found, person).some((relation) => speaking.includes(relation))
}

function isOffered(step: StepName): step is OfferedStep & StepName {
  return !table[step].who.includes('system')
}

export interface Actor {
  person: Person
  /** The version that the person was looking at; steps that spoil nobody's click need none. */
  version?: number
}

/** Whether a person may take a step on a case, and what it changes. */
export function decide<S extends StepName>(
  found: Case,
  command: CommandOf<S>,
  { person, version }: Actor,
  now: Instant,
): Result<Step<Case>> {
  if (!maySee(found, person)) return refuse('CASE_NOT_FOUND')
  const { who, anyVersion } = table[command.step]
  const relations = relationsOf(found, person)
  const relation = who.find((one): one is Relation => one !== 'system' && relations.includes(one))
  if (!relation) return refuse('NOT_ALLOWED')
  if (!anyVersion && found.version !== version) return refuse('CASE_CHANGED')
  return stepOf(found, command, { person: person._id, name: person.name, as: capacity(found, relation, person) }, now)
}

function capacity({ owner, partners, grid }: Case, relation: Relation, person: Person): string {
  switch (relation) {
    case 'reporter':
      return '居民'
    case 'holder':
      return owner.kind === 'member' ? `${owner.gridName}网格员` : owner.name
    case 'partner': {
      const keys = holderKeys(person)
      return partners.find(({ key }) => keys.includes(key))?.name ?? ''
    }
    case 'desk':
      return owner.kind === 'desk' ? owner.name : `${grid.village ?? grid.name}服务台`
    case 'above':
      return `${grid.village ?? grid.name}服务台`
    case 'dispatcher':
      return '指挥中心'
  }
}

/** How sentences call who takes a step: a member by name, everybody else by what they are here for. */
function actorTitle({ owner }: Case, by: Step<Case>['entry']['by']): string {
  return owner.kind === 'member' && owner.person.person === by.person ? `${by.name}（${by.as}）` : by.as
}

/** A step that comes due by itself. */
export function decideAlone<S extends 'remind' | 'passOn' | 'cover' | 'tellLate' | 'review' | 'closeSilently'>(
  found: Case,
  command: CommandOf<S>,
  now: Instant,
): Result<Step<Case>> {
  return stepOf(found, command as CaseCommand, { name: '系统', as: '系统' }, now)
}

export function closeSilently(found: Case, now: Instant): Result<Step<Case>> {
  return decideAlone(found, { step: 'closeSilently' }, now)
}

function stepOf<S extends StepName>(found: Case, command: CommandOf<S>, by: Step<Case>['entry']['by'], now: Instant): Result<Step<Case>> {
  const row: Row<S> = table[command.step]
  if (!row.from.includes(found.state)) return refuse('CASE_STEP_REFUSED')
  if (row.anyVersion && found.timeline.length >= mostSaid) return refuse('CASE_STEP_REFUSED', '这件事的记录已经很多，写不下了，请打电话说')
  const happenedAt = 'happenedAt' in command ? command.happenedAt : undefined
  if (happenedAt !== undefined && (happenedAt > now || happenedAt < found.createdAt)) return refuse('TIME_REFUSED')
  const hindrance = row.unless?.(found, command, now)
  if (hindrance) return hindrance

  const to = typeof row.to === 'function' ? row.to(found, command) : (row.to ?? found.state)
  const limit = typeof row.limit === 'function' ? row.limit(found) : row.limit
  const own = row.set?.(found, command, now) ?? {}
  const set: Partial<Case> = { ...own, state: to, open: isOpen(to) }
  if (limit) set.due = limitFrom(found.item, limit, now)
  else if (to !== found.state && !('due' in own)) set.due = undefined
  // An alarm belongs to a deadline: where that starts, moves or ends, so does the alarm.
  if (!('alarm' in own) && ('due' in set || to !== found.state)) set.alarm = alarmOf({ ...found, ...set }, now)
  if (row.news && found.followers > 0) set.newsAt = now

  const told = { before: found, after: { ...found, ...set }, command, now, actor: actorTitle(found, by) }
  const { note, photos, voice } = row.attached?.(command) ?? {}
  return done({
    set,
    entry: {
      by,
      step: command.step,
      sentence: row.sentence(told),
      ...(note ? { note } : {}),
      ...(photos?.length ? { photos } : {}),
      ...(voice ? { voice } : {}),
      ...(row.internal ? { internal: true } : {}),
      ...(happenedAt ? { happenedAt } : {}),
    },
    notices: row.notices?.(told) ?? [],
    ...(row.silent ? { bump: false } : {}),
  })
}
