import type { caseSteps } from '../contract/report'
import { addDays, addWorkingHours } from './calendar'
import { holderKeys, ownerName, ownerTitle } from './case'
import type { Case, CaseState, Owner } from './case'
import { tellHolder, tellReporter } from './caseNotices'
import type { NewNotice, Photo, Step } from './matter'
import type { Person } from './person'
import { done, refuse } from './result'
import type { Result } from './result'
import { sayTime, spoken } from './speech'
import type { Instant } from './time'

/** Silence for so long after "resolved" ends a case (law 7). */
export const silenceDays = 5

/** What a person is to a case; one can be several at once. */
export type Relation = 'reporter' | 'holder' | 'dispatcher'

export type CaseCommand =
  | { step: 'accept' }
  | { step: 'resolve'; note: string; photos: Photo[] }
  | { step: 'confirm'; stars: number; text: string }
  | { step: 'reopen'; reason: string; photos: Photo[] }
  | { step: 'withdraw'; reason: string }
  | { step: 'assign'; owner: Owner; reason: string }
  | { step: 'closeSilently' }
type StepName = CaseCommand['step']
type CommandOf<S extends StepName> = Extract<CaseCommand, { step: S }>

/** What the words of a step may speak of: the case before and after it. */
interface Told<S extends StepName> {
  before: Case
  after: Case
  command: CommandOf<S>
  now: Instant
}

interface Row<S extends StepName> {
  from: readonly CaseState[]
  /** The relation that entitles to the step; 'system' is the timer. */
  who: Relation | 'system'
  to: CaseState
  /** Which of the item's limits starts anew; without one nobody on the staff owes anything. The promise never moves (law 6). */
  limit?: 'accept' | 'resolve'
  /** What keeps the step from being taken although state and person are right. */
  unless?: (found: Case, command: CommandOf<S>, now: Instant) => Result<never> | undefined
  set?: (found: Case, command: CommandOf<S>, now: Instant) => Partial<Case>
  /** The resident's 您 and instants are said for whoever reads: see speech. */
  sentence: (told: Told<S>) => string
  attached?: (command: CommandOf<S>) => { note?: string; photos?: Photo[] }
  notices: (told: Told<S>) => NewNotice[]
}

/** Every step of a case, once: who, from where, to where, which clock, what is said and who is told. */
const table: { [S in StepName]: Row<S> } = {
  accept: {
    from: ['reported'],
    who: 'holder',
    to: 'accepted',
    limit: 'resolve',
    sentence: ({ after, now }) => `${ownerTitle(after.owner)}已接手,${promiseWords(after, now)}`,
    notices: ({ after, now }) =>
      tellReporter(after, {
        title: `您反映的「${after.item.name}」`,
        text:
          after.promise > now
            ? `${ownerName(after.owner)}已接手,${sayTime(after.promise, now)}前处理`
            : `${ownerName(after.owner)}已接手,正在处理`,
      }),
  },
  resolve: {
    from: ['accepted'],
    who: 'holder',
    to: 'resolved',
    set: (_found, _command, now) => ({ resolvedAt: now }),
    sentence: ({ after }) => `${ownerTitle(after.owner)}说已经处理好了,请您看看是不是真的好了`,
    attached: ({ note, photos }) => ({ note, photos }),
    notices: ({ after }) =>
      tellReporter(after, { title: `「${after.item.name}」处理好了`, text: `请您看看,${silenceDays} 天不答复就算办好` }),
  },
  confirm: {
    from: ['resolved'],
    who: 'reporter',
    to: 'closed',
    set: (_found, { stars, text }) => ({ rating: { stars, text } }),
    sentence: ({ command }) => `您确认已经办好,给了 ${command.stars} 颗星`,
    attached: ({ text }) => ({ note: text }),
    notices: ({ after, command }) =>
      tellHolder(after, { title: `「${after.item.name}」办好了`, text: `居民确认办好,给了 ${command.stars} 颗星` }, 'caseProgress'),
  },
  reopen: {
    from: ['resolved'],
    who: 'reporter',
    to: 'accepted',
    limit: 'resolve',
    set: ({ reopened }) => ({ reopened: reopened + 1, resolvedAt: undefined }),
    sentence: ({ after }) => `您说还没有办好,${ownerTitle(after.owner)}接着处理,${spoken(dueOf(after))}前再给您答复`,
    attached: ({ reason, photos }) => ({ note: reason, photos }),
    notices: ({ after, now }) =>
      tellHolder(after, { title: `「${after.item.name}」还没办好`, text: `请在${sayTime(dueOf(after), now)}前处理` }, 'caseProgress'),
  },
  withdraw: {
    from: ['reported', 'accepted'],
    who: 'reporter',
    to: 'withdrawn',
    sentence: () => '您撤回了这件事',
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ after }) => tellHolder(after, { title: `「${after.item.name}」撤回了`, text: '居民撤回了,不用再办' }, 'caseProgress'),
  },
  assign: {
    from: ['reported', 'accepted'],
    who: 'dispatcher',
    to: 'reported',
    limit: 'accept',
    unless: (found, { owner }) => {
      if (owner.key === found.holder) return refuse('HOLDER_UNKNOWN', '这件事本来就在这里,请换一个')
      if (owner.kind === 'member' && owner.grid !== found.grid.id) return refuse('HOLDER_UNKNOWN')
      return undefined
    },
    set: (found, { owner, reason }) => ({
      owner,
      holder: owner.key,
      reason: {
        rule: 'dispatcher',
        sentence: `指挥中心改由${ownerTitle(owner)}负责:${reason}`,
        considered: [
          { name: ownerName(found.owner), outcome: '原来负责' },
          { name: ownerName(owner), outcome: '指挥中心指定 → 选中' },
        ],
      },
    }),
    sentence: ({ after }) => `指挥中心改由${ownerTitle(after.owner)}负责,${spoken(dueOf(after))}前会接手`,
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ before, after, now }) => [
      ...tellHolder(after, { title: `转给您:${after.item.name}`, text: `请在${sayTime(dueOf(after), now)}前接手` }),
      ...tellHolder(before, { title: `「${after.item.name}」转走了`, text: `已转给${ownerName(after.owner)},您不用再办` }, 'caseProgress'),
      ...tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `改由${ownerName(after.owner)}负责` }),
    ],
  },
  closeSilently: {
    from: ['resolved'],
    who: 'system',
    to: 'closed',
    unless: ({ resolvedAt }, _command, now) =>
      resolvedAt !== undefined && addDays(resolvedAt, silenceDays) <= now ? undefined : refuse('CASE_STEP_REFUSED'),
    sentence: () => `处理好以后 ${silenceDays} 天没有收到您的答复,按约定结束。要是还有问题,请再反映一次`,
    notices: ({ after }) =>
      tellReporter(after, { title: `「${after.item.name}」结束了`, text: `${silenceDays} 天没有答复,还有问题请再反映` }),
  },
}

function dueOf({ due, promise }: Case): Instant {
  return due ?? promise
}

/** What was promised stays promised, also when it could not be kept. */
export function promiseWords({ promise }: Pick<Case, 'promise'>, now: Instant): string {
  return promise > now ? `答应您${spoken(promise)}前处理好` : `原来答应您${spoken(promise)}前处理好,现在已经晚了`
}

export function relationsOf(found: Pick<Case, 'reporter' | 'holder'>, person: Person): Relation[] {
  const relations: Relation[] = []
  if (found.reporter.person === person._id) relations.push('reporter')
  if (holderKeys(person).includes(found.holder)) relations.push('holder')
  if (person.roles.some(({ role }) => role === 'dispatcher')) relations.push('dispatcher')
  return relations
}

/** A private case is for those who have to do with it; to anyone else it is not there. */
export function maySee(found: Pick<Case, 'reporter' | 'holder' | 'private'>, person: Person): boolean {
  return !found.private || relationsOf(found, person).length > 0
}

/** The steps that a person may take on a case as it is now. */
export function mayOf(found: Pick<Case, 'reporter' | 'holder' | 'state'>, person: Person): (typeof caseSteps)[number][] {
  const relations = relationsOf(found, person)
  const steps: (typeof caseSteps)[number][] = []
  for (const step of Object.keys(table) as StepName[]) {
    const { who, from } = table[step]
    if (step !== 'closeSilently' && who !== 'system' && relations.includes(who) && from.includes(found.state)) steps.push(step)
  }
  return steps
}

export interface Actor {
  person: Person
  /** The version that the person was looking at. */
  version: number
}

/** Whether a person may take a step on a case, and what it changes. */
export function decide<S extends StepName>(
  found: Case,
  command: CommandOf<S>,
  { person, version }: Actor,
  now: Instant,
): Result<Step<Case>> {
  if (!maySee(found, person)) return refuse('CASE_NOT_FOUND')
  const { who } = table[command.step]
  const relation = relationsOf(found, person).find((one) => one === who)
  if (!relation) return refuse('NOT_ALLOWED')
  if (found.version !== version) return refuse('CASE_CHANGED')
  return stepOf(found, command, { person: person._id, name: person.name, as: capacity(found, relation) }, now)
}

function capacity({ owner }: Case, relation: Relation): string {
  return { reporter: '居民', holder: owner.kind === 'member' ? `${owner.gridName}网格员` : owner.name, dispatcher: '指挥中心' }[relation]
}

export function closeSilently(found: Case, now: Instant): Result<Step<Case>> {
  return stepOf(found, { step: 'closeSilently' }, { name: '系统', as: '系统' }, now)
}

function stepOf<S extends StepName>(found: Case, command: CommandOf<S>, by: Step<Case>['entry']['by'], now: Instant): Result<Step<Case>> {
  const row = table[command.step]
  if (!row.from.includes(found.state)) return refuse('CASE_STEP_REFUSED')
  const hindrance = row.unless?.(found, command, now)
  if (hindrance) return hindrance
  const set: Partial<Case> = {
    ...row.set?.(found, command, now),
    state: row.to,
    open: row.to !== 'closed' && row.to !== 'withdrawn',
    due: row.limit && addWorkingHours(now, found.item.hours[row.limit]),
  }
  const told = { before: found, after: { ...found, ...set }, command, now }
  const { note, photos } = row.attached?.(command) ?? {}
  const attached = { ...(note ? { note } : {}), ...(photos?.length ? { photos } : {}) }
  return done({ set, entry: { by, step: command.step, sentence: row.sentence(told), ...attached }, notices: row.notices(told) })
}
