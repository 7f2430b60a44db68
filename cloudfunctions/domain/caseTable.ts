import type { ratingReasons, returnReasons } from '../contract/report'
import { addDays, addWorkingHours, hoursADay } from './calendar'
import { isPartner, levelOf, ownerName, ownerTitle } from './case'
import type { Case, CaseState, Owner, Partner } from './case'
import { alarmAfterLate, silenceDays } from './caseClock'
import { tellAlso, tellHolder, tellOwner, tellPartners, tellReporter } from './caseNotices'
import type { NewNotice, Photo, Reason, Voice } from './matter'
import type { PersonRef } from './person'
import { refuse } from './result'
import type { Result } from './result'
import { sayTime, spoken } from './speech'
import type { Instant } from './time'

/** What a person is to a case; one can be several at once. 'above' is the desk that was told when it became late, 'desk' any that has it. */
export type Relation = 'reporter' | 'holder' | 'partner' | 'above' | 'desk' | 'dispatcher'

export type CaseCommand =
  | { step: 'accept'; happenedAt?: Instant }
  | { step: 'visit'; metres: number; note: string; photos: Photo[]; happenedAt?: Instant }
  | { step: 'ask'; question: string }
  | { step: 'reply'; text: string }
  | { step: 'note'; text: string }
  | { step: 'return'; owner: Owner; reason: (typeof returnReasons)[number]; text: string }
  | { step: 'transfer'; owner: Owner; reason: string }
  | { step: 'escalate'; owner: Owner; reason: string }
  | { step: 'handOver'; owner: Owner; partners: Partner[]; reason: string }
  | { step: 'assign'; owner: Owner; reason: string }
  | { step: 'extend'; hours: number; reason: string }
  | { step: 'suspend'; until: Instant; reason: string }
  | { step: 'answerWish'; grant: boolean; reason: string }
  | { step: 'resume'; reason: string }
  | { step: 'finishPart'; key: string; note: string; photos: Photo[]; happenedAt?: Instant }
  | { step: 'resolve'; note: string; photos: Photo[]; townGrid: string; happenedAt?: Instant }
  | { step: 'confirm'; stars: number; reasons: (typeof ratingReasons)[number][]; text: string }
  | { step: 'reopen'; reason: string; photos: Photo[] }
  | { step: 'withdraw'; reason: string }
  | { step: 'addInformation'; text: string; photos: Photo[]; voice?: Voice }
  | { step: 'urge' }
  | { step: 'supervise'; until: Instant; text: string }
  | { step: 'answerSupervision'; text: string }
  | { step: 'merge'; into: Pick<Case, '_id' | 'number'>; reason: string }
  | { step: 'split'; number: string }
  | { step: 'release'; show: boolean }
  | { step: 'remind' }
  | { step: 'passOn'; owner: Owner; considered: Reason['considered'] }
  | { step: 'cover'; owner: Owner; reason: Reason; alsoTold: PersonRef[] }
  | { step: 'tellLate'; above: Owner }
  | { step: 'review' }
  | { step: 'closeSilently' }
export type StepName = CaseCommand['step']
export type CommandOf<S extends StepName> = Extract<CaseCommand, { step: S }>

/** What the words of a step may speak of: the case before and after it, and who takes it. */
interface Told<S extends StepName> {
  before: Case
  after: Case
  command: CommandOf<S>
  now: Instant
  /** How the actor is called: 李燕(古四村第三网格网格员), 城管办, 指挥中心. */
  actor: string
}

export interface Row<S extends StepName> {
  from: readonly CaseState[]
  /** The relations that entitle to the step; 'system' is the timer. */
  who: readonly (Relation | 'system')[]
  /** Absent: the state stays. */
  to?: CaseState | ((found: Case, command: CommandOf<S>) => CaseState)
  /** Which of the item's limits starts anew. Without one a new state has no deadline, unless `set` gives it. The promise never moves (law 6). */
  limit?: 'accept' | 'resolve' | ((found: Case) => 'accept' | 'resolve' | undefined)
  /** Spoils nobody's click: needs no version of the one who takes it. */
  anyVersion?: true
  /** Leaves the version as it is; such a step has no messages. */
  silent?: true
  /** For staff alone. */
  internal?: true
  /** Followers are told of it. */
  news?: true
  /** Whether it makes sense to offer it at all; `unless` says why not to those who try. */
  offered?: (found: Case) => boolean
  /** What keeps the step from being taken although state and person are right. */
  unless?: (found: Case, command: CommandOf<S>, now: Instant) => Result<never> | undefined
  set?: (found: Case, command: CommandOf<S>, now: Instant) => Partial<Case>
  /** The resident's 您 and instants are said for whoever reads: see speech. */
  sentence: (told: Told<S>) => string
  attached?: (command: CommandOf<S>) => { note?: string; photos?: Photo[]; voice?: Voice }
  notices?: (told: Told<S>) => NewNotice[]
}

const inHand = ['reported', 'accepted'] as const
const going = ['reported', 'accepted', 'suspended'] as const

export const returnWords: Record<(typeof returnReasons)[number], string> = {
  place: '地点不在这里',
  department: '不归这里管',
  notPublic: '不属于公共事务',
  other: '这里办不了',
}

/** Who has it from now on, why, and who had it before. */
function handedTo(found: Case, owner: Owner, rule: string, sentence: string, more: Partial<Case> = {}): Partial<Case> {
  const partners = more.partners ?? found.partners.filter(({ key }) => key !== owner.key)
  return {
    owner,
    holder: owner.key,
    partners,
    hands: [...new Set([owner.key, ...partners.map(({ key }) => key)])],
    reason: {
      rule,
      sentence,
      considered: [
        { name: ownerName(found.owner), outcome: '原来负责' },
        { name: ownerName(owner), outcome: '现在负责 → 选中' },
      ],
    },
    tried: [],
    wish: undefined,
    passedOn: found.passedOn + 1,
    ...more,
  }
}

/** The same owner again helps nobody, and a member works in their own grid. */
function cannotTake(found: Case, { owner }: { owner: Owner }): Result<never> | undefined {
  if (owner.key === found.holder) return refuse('HOLDER_UNKNOWN', '这件事本来就在这里，请换一个')
  if (owner.kind === 'member' && owner.grid !== found.grid.id) return refuse('HOLDER_UNKNOWN')
  return undefined
}

/** Another system that hands in reports has nobody who reads here. */
function hasReader({ reporter }: Pick<Case, 'reporter'>): boolean {
  return !isPartner(reporter)
}
function nobodyReads({ reporter }: Pick<Case, 'reporter'>): Result<never> | undefined {
  return isPartner(reporter) ? refuse('CASE_STEP_REFUSED', '这件事是别的系统转来的，那边没有人看得到这里的话') : undefined
}

/** All three hear of it: who has it now, who had it, whose it is. */
function tellMoved({ before, after, now }: { before: Case; after: Case; now: Instant }): NewNotice[] {
  const until = sayTime(dueOf(after), now)
  return [
    ...tellOwner(after, {
      title: `转给您：${after.item.name}`,
      text: after.state === 'suspended' ? `先放着，${until}再看` : `请在${until}前接手`,
    }),
    ...tellOwner(before, { title: `「${after.item.name}」转走了`, text: `已转给${ownerName(after.owner)}，您不用再办` }, 'caseProgress'),
    ...tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `改由${ownerName(after.owner)}负责` }),
  ]
}

const willAccept = (after: Case) => `${spoken(dueOf(after))}前会接手`

/** A deadline that lies in the future, as far as a person may set one. */
function notAhead(until: Instant, now: Instant): Result<never> | undefined {
  return until > now && until < addDays(now, 366) ? undefined : refuse('TIME_REFUSED', '请选一个以后的时间，最长一年')
}

function responded(found: Case, now: Instant): Partial<Case> {
  return found.respondedAt ? {} : { respondedAt: now }
}

/** First acceptance, also by solving on the spot. */
function accepted(found: Case, now: Instant): Partial<Case> {
  const inTime =
    found.inTime.accept === undefined ? { inTime: { ...found.inTime, accept: found.due !== undefined && now <= found.due } } : {}
  return { tried: [], ...responded(found, now), ...(found.acceptedAt ? {} : { acceptedAt: now }), ...inTime }
}

/** Every step of a case, once: who, from where, to where, which clock, what is said and who is told. */
export const table: { [S in StepName]: Row<S> } = {
  accept: {
    from: ['reported'],
    who: ['holder'],
    to: 'accepted',
    limit: 'resolve',
    set: (found, _command, now) => accepted(found, now),
    sentence: ({ after, now }) => `${ownerTitle(after.owner)}已接手，${promiseWords(after, now)}`,
    notices: ({ after, now }) =>
      tellReporter(after, {
        title: `您反映的「${after.item.name}」`,
        text:
          after.promise > now
            ? `${ownerName(after.owner)}已接手，${sayTime(after.promise, now)}前处理`
            : `${ownerName(after.owner)}已接手，正在处理`,
      }),
  },
  visit: {
    from: ['accepted'],
    who: ['holder', 'partner'],
    set: (found, _command, now) => responded(found, now),
    sentence: ({ actor, command }) =>
      `${actor}到现场看过了${command.metres > 300 ? `（离您标的地方约 ${Math.round(command.metres / 100) * 100} 米）` : ''}`,
    attached: ({ note, photos }) => ({ note, photos }),
    notices: ({ after }) => tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `${ownerName(after.owner)}到现场看过了` }),
  },
  ask: {
    from: inHand,
    who: ['holder'],
    offered: hasReader,
    unless: nobodyReads,
    anyVersion: true,
    set: (found, { question }, now) => ({ question, ...responded(found, now) }),
    sentence: ({ actor }) => `${actor}想问问您`,
    attached: ({ question }) => ({ note: question }),
    notices: ({ after, command }) => tellReporter(after, { title: `关于「${after.item.name}」想问您`, text: command.question }),
  },
  reply: {
    from: ['reported', 'accepted', 'suspended', 'resolved'],
    who: ['holder', 'partner', 'above', 'dispatcher'],
    offered: hasReader,
    unless: nobodyReads,
    anyVersion: true,
    set: (found, _command, now) => responded(found, now),
    sentence: ({ actor }) => `${actor}回复您`,
    attached: ({ text }) => ({ note: text }),
    notices: ({ after, command }) => tellReporter(after, { title: `「${after.item.name}」有回复`, text: command.text }),
  },
  note: {
    from: ['reported', 'accepted', 'suspended', 'resolved', 'closed', 'merged', 'withdrawn'],
    who: ['holder', 'partner', 'above', 'dispatcher'],
    anyVersion: true,
    silent: true,
    internal: true,
    sentence: ({ actor }) => `${actor}记了一笔`,
    attached: ({ text }) => ({ note: text }),
  },
  return: {
    from: inHand,
    who: ['holder'],
    to: 'reported',
    limit: 'accept',
    unless: (found, { owner }) =>
      owner.key === found.holder ? refuse('HOLDER_UNKNOWN', '这里已经是镇级服务台，请直接转给该办的人或部门') : undefined,
    set: (found, { owner, reason }) =>
      handedTo(
        found,
        owner,
        'returned',
        `${ownerTitle(found.owner)}退回：${returnWords[reason]}。现在由${owner.kind === 'desk' ? owner.name : ownerName(owner)}重新看该归谁办。`,
        {
          returned: found.returned + 1,
          partners: [],
        },
      ),
    sentence: ({ before, after, command }) =>
      `${ownerTitle(before.owner)}说${returnWords[command.reason]}，已经转到${ownerTitle(after.owner)}重新安排，${willAccept(after)}`,
    attached: ({ text }) => ({ note: text }),
    notices: ({ before, after, command, now }) => [
      ...tellOwner(after, {
        title: `退回：${after.item.name}`,
        text: `${ownerName(before.owner)}：${returnWords[command.reason]}，请在${sayTime(dueOf(after), now)}前重派`,
      }),
      ...tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `转到${ownerName(after.owner)}重新安排` }),
    ],
  },
  transfer: {
    from: inHand,
    who: ['holder', 'above'],
    to: 'reported',
    limit: 'accept',
    unless: cannotTake,
    set: (found, { owner, reason }) =>
      handedTo(found, owner, 'transferred', `${ownerTitle(found.owner)}转给${ownerTitle(owner)}：${reason}`),
    sentence: ({ before, after }) => `${ownerTitle(before.owner)}转给了${ownerTitle(after.owner)}，${willAccept(after)}`,
    attached: ({ reason }) => ({ note: reason }),
    notices: tellMoved,
  },
  escalate: {
    from: inHand,
    who: ['holder'],
    to: 'reported',
    limit: 'accept',
    unless: cannotTake,
    set: (found, { owner, reason }) =>
      handedTo(found, owner, 'escalated', `${ownerTitle(found.owner)}上报给${ownerTitle(owner)}：${reason}`),
    sentence: ({ before, after }) => `${ownerTitle(before.owner)}请${ownerTitle(after.owner)}来办，${willAccept(after)}`,
    attached: ({ reason }) => ({ note: reason }),
    notices: tellMoved,
  },
  handOver: {
    from: inHand,
    who: ['holder', 'above', 'dispatcher'],
    to: 'reported',
    limit: 'accept',
    unless: cannotTake,
    set: (found, { owner, partners, reason }) =>
      handedTo(found, owner, 'handedOver', `交给${ownerTitle(owner)}${withPartners(partners)}：${reason}`, { partners }),
    sentence: ({ actor, after }) => `${actor}把这件事交给了${ownerTitle(after.owner)}${withPartners(after.partners)}，${willAccept(after)}`,
    attached: ({ reason }) => ({ note: reason }),
    notices: (told) => [
      ...tellMoved(told),
      ...tellPartners(told.after, { title: `请一起办：${told.after.item.name}`, text: `${ownerName(told.after.owner)}牵头，请配合` }),
    ],
  },
  assign: {
    from: going,
    who: ['dispatcher'],
    to: 'reported',
    limit: 'accept',
    unless: cannotTake,
    set: (found, { owner, reason }) => handedTo(found, owner, 'dispatcher', `指挥中心改由${ownerTitle(owner)}负责：${reason}`),
    sentence: ({ after }) => `指挥中心改由${ownerTitle(after.owner)}负责，${willAccept(after)}`,
    attached: ({ reason }) => ({ note: reason }),
    notices: tellMoved,
  },
  extend: {
    offered: ({ wish }) => !wish,
    from: ['accepted'],
    who: ['holder'],
    unless: ({ wish }) => (wish ? refuse('CASE_WISH_OPEN') : undefined),
    set: (found, { hours, reason }, now) =>
      mayExtendAlone(found, hours) ? extended(found, hours, now) : { wish: { kind: 'extend', hours, reason, at: now } },
    sentence: ({ before, after, command, actor }) =>
      mayExtendAlone(before, command.hours)
        ? `${actor}需要多一点时间，改为${spoken(after.promise)}前处理好`
        : `${actor}申请延长 ${daysWords(command.hours)}，等指挥中心答复`,
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ before, after, command, now }) =>
      mayExtendAlone(before, command.hours)
        ? tellReporter(after, { title: `「${after.item.name}」要晚一点`, text: `改为${sayTime(after.promise, now)}前处理好` })
        : [],
  },
  suspend: {
    offered: ({ wish }) => !wish,
    from: ['accepted'],
    who: ['holder'],
    unless: ({ wish }, { until }, now) => (wish ? refuse('CASE_WISH_OPEN') : notAhead(until, now)),
    set: (_found, { until, reason }, now) => ({ wish: { kind: 'suspend', until, reason, at: now } }),
    sentence: ({ actor, command }) => `${actor}申请先放一放，${spoken(command.until)}再看，等指挥中心答复`,
    attached: ({ reason }) => ({ note: reason }),
  },
  answerWish: {
    offered: ({ wish }) => wish !== undefined,
    from: ['accepted'],
    who: ['dispatcher'],
    to: ({ wish, state }, { grant }) => (grant && wish?.kind === 'suspend' ? 'suspended' : state),
    news: true,
    unless: ({ wish }, { grant }, now) =>
      !wish || (grant && wish.kind === 'suspend' && wish.until <= now) ? refuse('CASE_STEP_REFUSED') : undefined,
    set: (found, { grant }, now) => {
      if (!grant || !found.wish) return { wish: undefined }
      return found.wish.kind === 'extend'
        ? { ...extended(found, found.wish.hours, now), wish: undefined }
        : { wish: undefined, due: found.wish.until, suspended: found.suspended + 1 }
    },
    sentence: ({ before, after, command }) => {
      const extending = before.wish?.kind === 'extend'
      if (!command.grant) return `指挥中心没有同意${extending ? '延长' : '先放一放'}，${promiseWords(after, before.updatedAt)}`
      return extending
        ? `指挥中心同意延长，改为${spoken(after.promise)}前处理好`
        : `指挥中心同意先放一放，${spoken(dueOf(after))}会再看，到时告诉您`
    },
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ before, after, command, now }) => {
      const what = before.wish?.kind === 'extend' ? '延长' : '挂账'
      const toHolder = tellHolder(
        after,
        { title: `「${after.item.name}」的申请`, text: `指挥中心${command.grant ? '同意' : '没有同意'}${what}` },
        'caseProgress',
      )
      if (!command.grant) return toHolder
      const text = what === '延长' ? `改为${sayTime(after.promise, now)}前处理好` : `先放一放，${sayTime(dueOf(after), now)}再看`
      return [...toHolder, ...tellReporter(after, { title: `「${after.item.name}」时间有变`, text })]
    },
  },
  resume: {
    from: ['suspended'],
    who: ['holder', 'dispatcher'],
    to: 'accepted',
    limit: 'resolve',
    sentence: ({ actor, after }) => `${actor}重新开始处理，${spoken(dueOf(after))}前给您答复`,
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ after }) => tellReporter(after, { title: `「${after.item.name}」接着办了`, text: `${ownerName(after.owner)}重新开始处理` }),
  },
  finishPart: {
    offered: ({ partners }) => partners.some(({ done }) => !done),
    from: going,
    who: ['partner'],
    unless: ({ partners }, { key }) =>
      partners.some((partner) => partner.key === key && !partner.done) ? undefined : refuse('CASE_STEP_REFUSED'),
    set: ({ partners }, { key }) => ({ partners: partners.map((partner) => (partner.key === key ? { ...partner, done: true } : partner)) }),
    sentence: ({ actor }) => `${actor}办完了自己的部分`,
    attached: ({ note, photos }) => ({ note, photos }),
    notices: ({ after, actor }) => tellHolder(after, { title: `「${after.item.name}」`, text: `${actor}的部分办完了` }, 'caseProgress'),
  },
  resolve: {
    offered: ({ partners }) => partners.every(({ done }) => done),
    from: inHand,
    who: ['holder'],
    to: 'resolved',
    news: true,
    unless: ({ partners }) => (partners.some(({ done }) => !done) ? refuse('CASE_PARTS_OPEN') : undefined),
    set: (found, { townGrid }, now) => {
      const begun = accepted(found, now)
      const resolve = found.state === 'reported' || (found.due !== undefined && now <= found.due)
      return {
        ...begun,
        resolvedAt: now,
        solvedBy: levelOf(found.owner, townGrid),
        wish: undefined,
        question: undefined,
        inTime: { ...found.inTime, ...begun.inTime, resolve, promise: now <= found.promise },
      }
    },
    sentence: ({ after }) => `${ownerTitle(after.owner)}说已经处理好了，请您看看是不是真的好了`,
    attached: ({ note, photos }) => ({ note, photos }),
    notices: ({ after }) =>
      tellReporter(after, { title: `「${after.item.name}」处理好了`, text: `请您看看，${silenceDays} 天不答复就算办好` }),
  },
  confirm: {
    from: ['resolved'],
    who: ['reporter'],
    to: 'closed',
    news: true,
    set: (_found, { stars, reasons, text }, now) => ({ rating: { stars, reasons, text }, closedAt: now }),
    sentence: ({ command }) => `您确认已经办好，给了 ${command.stars} 颗星`,
    attached: ({ text }) => ({ note: text }),
    notices: ({ after, command }) =>
      tellHolder(after, { title: `「${after.item.name}」办好了`, text: `居民确认办好，给了 ${command.stars} 颗星` }, 'caseProgress'),
  },
  reopen: {
    from: ['resolved', 'merged'],
    who: ['reporter'],
    to: ({ state }) => (state === 'merged' ? 'reported' : 'accepted'),
    limit: ({ state }) => (state === 'merged' ? 'accept' : 'resolve'),
    set: ({ reopened }) => ({ reopened: reopened + 1, resolvedAt: undefined, solvedBy: undefined, mergedInto: undefined }),
    sentence: ({ before, after }) =>
      before.state === 'merged'
        ? `您说这不是同一件事，单独办，${ownerTitle(after.owner)}${willAccept(after)}`
        : `您说还没有办好，${ownerTitle(after.owner)}接着处理，${spoken(dueOf(after))}前再给您答复`,
    attached: ({ reason, photos }) => ({ note: reason, photos }),
    notices: ({ after, now }) =>
      tellHolder(after, { title: `「${after.item.name}」还没办好`, text: `请在${sayTime(dueOf(after), now)}前处理` }, 'caseProgress'),
  },
  withdraw: {
    offered: ({ joined }) => joined === 0,
    from: going,
    who: ['reporter'],
    to: 'withdrawn',
    unless: ({ joined }) => (joined > 0 ? refuse('CASE_JOINED') : undefined),
    set: () => ({ wish: undefined, question: undefined }),
    sentence: () => '您撤回了这件事',
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ after }) => tellHolder(after, { title: `「${after.item.name}」撤回了`, text: '居民撤回了，不用再办' }, 'caseProgress'),
  },
  addInformation: {
    from: going,
    who: ['reporter'],
    anyVersion: true,
    set: () => ({ question: undefined }),
    sentence: ({ before }) => (before.question === undefined ? '您补充了情况' : '您回答了问题'),
    attached: ({ text, photos, voice }) => ({ note: text, photos, voice }),
    notices: ({ before, after }) =>
      tellHolder(
        after,
        { title: `「${after.item.name}」`, text: before.question === undefined ? '居民补充了情况' : '居民回答了您的问题' },
        'caseProgress',
      ),
  },
  urge: {
    from: going,
    who: ['reporter'],
    anyVersion: true,
    silent: true,
    unless: ({ urgedAt }, _command, now) => (urgedAt !== undefined && addDays(urgedAt, 1) > now ? refuse('CASE_TOO_SOON') : undefined),
    set: ({ urged }, _command, now) => ({ urged: urged + 1, urgedAt: now }),
    sentence: ({ after }) => `您催了一下，${ownerTitle(after.owner)}和指挥中心都看得到`,
  },
  supervise: {
    from: going,
    who: ['dispatcher'],
    unless: (_found, { until }, now) => notAhead(until, now),
    set: (_found, { until, text }, now) => ({ supervision: { text, until, at: now, answered: false }, answerDue: until }),
    sentence: ({ after, command }) => `指挥中心正在督办，要求${ownerTitle(after.owner)}在${spoken(command.until)}前说明`,
    notices: ({ after, command, now }) =>
      tellHolder(after, { title: `督办：${after.item.name}`, text: `请在${sayTime(command.until, now)}前说明` }, 'caseAssigned'),
  },
  answerSupervision: {
    offered: ({ supervision }) => supervision !== undefined && !supervision.answered,
    from: [...going, 'resolved'],
    who: ['holder'],
    internal: true,
    unless: ({ supervision }) => (supervision && !supervision.answered ? undefined : refuse('CASE_STEP_REFUSED')),
    set: ({ supervision }) => ({ supervision: supervision && { ...supervision, answered: true }, answerDue: undefined }),
    sentence: ({ actor }) => `${actor}答复了督办`,
    attached: ({ text }) => ({ note: text }),
  },
  merge: {
    from: going,
    who: ['dispatcher'],
    to: 'merged',
    news: true,
    unless: ({ _id }, { into }) => (_id === into._id ? refuse('CASE_STEP_REFUSED') : undefined),
    set: (_found, { into }) => ({ mergedInto: { id: into._id, number: into.number }, wish: undefined, question: undefined }),
    sentence: ({ command }) => `这件事和 ${command.into.number} 是同一处，一起办，有了进展告诉您。要是不是同一件事，请点「不是同一件」`,
    attached: ({ reason }) => ({ note: reason }),
    notices: ({ after, command }) => [
      ...tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `和 ${command.into.number} 一起办` }),
      ...tellHolder(after, { title: `「${after.item.name}」合并了`, text: `和 ${command.into.number} 一起办` }, 'caseProgress'),
    ],
  },
  split: {
    from: going,
    who: ['dispatcher'],
    sentence: ({ command }) => `您说的另一件事单独立了一件，编号 ${command.number}`,
    notices: ({ after, command }) =>
      tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `另一件事单独办：${command.number}` }),
  },
  release: {
    offered: ({ held }) => held === true,
    from: [...going, 'resolved', 'closed'],
    who: ['dispatcher', 'desk'],
    internal: true,
    unless: ({ held }) => (held ? undefined : refuse('CASE_STEP_REFUSED')),
    set: (_found, { show }) => ({ held: undefined, ...(show ? { public: true } : {}) }),
    sentence: ({ actor, command }) => `${actor}看过文字，${command.show ? '可以公开' : '不公开'}`,
  },
  remind: {
    from: inHand,
    who: ['system'],
    set: ({ due }) => ({ alarm: due === undefined ? undefined : { at: due, for: 'due' } }),
    internal: true,
    sentence: ({ after }) => `提醒${ownerTitle(after.owner)}：${spoken(dueOf(after))}到时限`,
    notices: ({ after, now }) =>
      tellHolder(
        after,
        {
          title: `快到时间：${after.item.name}`,
          text: `请在${sayTime(dueOf(after), now)}前${after.state === 'reported' ? '接手' : '处理好'}`,
        },
        'caseProgress',
      ),
  },
  passOn: {
    from: ['reported'],
    who: ['system'],
    to: 'reported',
    limit: 'accept',
    unless: (found, { owner }, now) =>
      found.due === undefined || found.due > now || found.tried.includes(owner.key)
        ? refuse('CASE_STEP_REFUSED')
        : cannotTake(found, { owner }),
    set: (found, { owner, considered }) => {
      const sentence = `${ownerTitle(found.owner)}没有按时接手，改由${ownerTitle(owner)}负责。`
      return handedTo(found, owner, 'passedOn', sentence, {
        reason: { rule: 'passedOn', sentence, considered },
        tried: [...found.tried, found.holder],
        inTime: { ...found.inTime, accept: false },
      })
    },
    sentence: ({ before, after }) => `${ownerTitle(before.owner)}没有按时接手，改由${ownerTitle(after.owner)}负责，${willAccept(after)}`,
    notices: tellMoved,
  },
  cover: {
    from: going,
    who: ['system'],
    to: ({ state }) => (state === 'suspended' ? 'suspended' : 'reported'),
    limit: ({ state }) => (state === 'suspended' ? undefined : 'accept'),
    unless: cannotTake,
    set: (found, { owner, reason }) => handedTo(found, owner, reason.rule, reason.sentence, { reason }),
    sentence: ({ before, after }) =>
      `${ownerTitle(before.owner)}今天休息，改由${ownerTitle(after.owner)}负责，${after.state === 'suspended' ? `${spoken(dueOf(after))}再看` : willAccept(after)}`,
    notices: ({ before, after, command, now }) => {
      const moved = tellMoved({ before, after, now })
      return [
        ...moved,
        ...tellAlso(after._id, command.alsoTold, moved, { title: `紧急：${after.item.name}`, text: `改由${ownerName(after.owner)}负责` }),
      ]
    },
  },
  tellLate: {
    from: inHand,
    who: ['system'],
    unless: ({ due }, _command, now) => (due !== undefined && due <= now ? undefined : refuse('CASE_STEP_REFUSED')),
    set: (found, { above }, now) => ({
      hands: [...new Set([...found.hands, above.key])],
      inTime: { ...found.inTime, [found.state === 'reported' ? 'accept' : 'resolve']: false },
      alarm: alarmAfterLate(found.alarm, now),
    }),
    sentence: ({ before, command }) =>
      `${ownerTitle(before.owner)}没有按时${before.state === 'reported' ? '接手' : '处理好'}，已经报告${ownerTitle(command.above)}`,
    notices: ({ after, command }) => [
      ...tellHolder(after, { title: `已经晚了：${after.item.name}`, text: `已报告${ownerName(command.above)}，请马上办` }, 'caseProgress'),
      ...(command.above.key === after.holder
        ? []
        : tellOwner(
            { ...after, owner: command.above },
            { title: `晚了：${after.item.name}`, text: `${ownerName(after.owner)}没有按时办` },
            'caseProgress',
          )),
      ...tellReporter(after, { title: `您反映的「${after.item.name}」`, text: `晚了，已报告${ownerName(command.above)}` }),
    ],
  },
  review: {
    from: ['suspended'],
    who: ['system'],
    to: 'accepted',
    limit: 'resolve',
    unless: ({ due }, _command, now) => (due !== undefined && due <= now ? undefined : refuse('CASE_STEP_REFUSED')),
    sentence: ({ after }) => `到了说好再看的日子，${ownerTitle(after.owner)}重新处理，${spoken(dueOf(after))}前给您答复`,
    notices: ({ after, now }) => [
      ...tellHolder(after, { title: `重新处理：${after.item.name}`, text: `请在${sayTime(dueOf(after), now)}前处理好` }),
      ...tellReporter(after, { title: `「${after.item.name}」接着办了`, text: `${ownerName(after.owner)}重新开始处理` }),
    ],
  },
  closeSilently: {
    from: ['resolved'],
    who: ['system'],
    to: 'closed',
    news: true,
    unless: ({ resolvedAt }, _command, now) =>
      resolvedAt !== undefined && addDays(resolvedAt, silenceDays) <= now ? undefined : refuse('CASE_STEP_REFUSED'),
    set: (_found, _command, now) => ({ closedAt: now }),
    sentence: () => `处理好以后 ${silenceDays} 天没有收到您的答复，按约定结束。要是还有问题，请再反映一次`,
    notices: ({ after }) =>
      tellReporter(after, { title: `「${after.item.name}」结束了`, text: `${silenceDays} 天没有答复，还有问题请再反映` }),
  },
}

function withPartners(partners: Partner[]): string {
  return partners.length === 0 ? '' : `牵头，${partners.map(({ name }) => name).join('、')}一起办`
}

/** The first working day is the holder's own to add, once; all else needs the command centre's yes. */
function mayExtendAlone({ extended }: Case, hours: number): boolean {
  return extended === 0 && hours <= hoursADay
}

/** Both clocks move by the same length, from where they stand or from now if that is past. */
function extended(found: Case, hours: number, now: Instant): Partial<Case> {
  const from = (at: Instant) => addWorkingHours(at > now ? at : now, hours)
  return { due: from(dueOf(found)), promise: from(found.promise), extended: found.extended + 1 }
}

function daysWords(hours: number): string {
  return hours % hoursADay === 0 ? `${hours / hoursADay} 个工作日` : `${hours} 个工作小时`
}

export function dueOf({ due, promise }: Case): Instant {
  return due ?? promise
}

/** What was promised stays promised, also when it could not be kept. */
export function promiseWords({ promise }: Pick<Case, 'promise'>, now: Instant): string {
  return promise > now ? `答应您${spoken(promise)}前处理好` : `原来答应您${spoken(promise)}前处理好，现在已经晚了`
}
