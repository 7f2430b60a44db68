import type { CaseRow, CaseView, PublicRow } from '../contract'
import { addDays } from '../domain/calendar'
import { isPartner, ownerName, ownerTitle } from '../domain/case'
import type { Case, Wish } from '../domain/case'
import { publicText } from '../domain/casePublic'
import { mayOf, mayReveal, promiseWords, relationsOf } from '../domain/caseSteps'
import { distance } from '../domain/geometry'
import type { Point } from '../domain/geometry'
import type { Entry, Photo } from '../domain/matter'
import type { Person } from '../domain/person'
import { sayAll, spoken } from '../domain/speech'
import type { Instant } from '../domain/time'
import { maskPhone, unseal } from '../platform/seal'

/** What a list needs of a case; the history stays in the database. */
export const rowFields = [
  'number',
  'state',
  'item',
  'text',
  'photos',
  'place',
  'grid',
  'reporter',
  'owner',
  'holder',
  'hands',
  'partners',
  'due',
  'public',
  'reopened',
  'returned',
  'urged',
  'urgedAt',
  'answerDue',
  'wish',
  'question',
  'joined',
  'version',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Case)[]
export type RowCase = Pick<Case, '_id' | (typeof rowFields)[number]>

export const publicFields = [
  'number',
  'state',
  'item',
  'text',
  'photos',
  'place',
  'reporter',
  'reopened',
  'joined',
  'public',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Case)[]
export type PublicCase = Pick<Case, '_id' | (typeof publicFields)[number]>

interface Viewer {
  person: Person
  now: Instant
}

/** A picture that WeChat refused is named, so that people understand, but never handed out. */
function photoView({ file, check, when }: Photo): { file: string; check: Photo['check']; when?: Photo['when'] } {
  return { file: check === 'refused' ? '' : file, check, ...(when ? { when } : {}) }
}

/** Others see of a public case what is about the place: the text without numbers, and pictures that passed the check. */
function publicPart({ public: shown, text, photos }: Pick<Case, 'public' | 'text' | 'photos'>): { text: string; photos: Photo[] } {
  return shown ? { text: publicText(text), photos: photos.filter(({ check }) => check === 'passed') } : { text: '', photos: [] }
}

export function publicRow(found: PublicCase, { person }: Pick<Viewer, 'person'>, from: Point = found.place): PublicRow {
  const { _id, number, item, place, joined, reporter, createdAt, updatedAt } = found
  const { text, photos } = publicPart(found)
  const mine = reporter.person === person._id
  return {
    id: _id,
    number,
    item: { id: item.id, name: item.name },
    stateText: stateText(found, mine),
    text,
    photo: photos[0] && photoView(photos[0]),
    place: { longitude: place.longitude, latitude: place.latitude },
    metres: Math.round(distance(place, from)),
    joined,
    mine,
    createdAt,
    updatedAt,
  }
}

function stateText({ state, reopened }: Pick<Case, 'state' | 'reopened'>, isReporter: boolean): string {
  switch (state) {
    case 'reported':
      return '等待接手'
    case 'accepted':
      return reopened > 0 ? '重新处理中' : '正在处理'
    case 'suspended':
      return '先放一放'
    case 'merged':
      return '和另一件一起办'
    case 'resolved':
      return isReporter ? '处理好了，等您确认' : '等居民确认'
    case 'closed':
      return '已经办好'
    case 'withdrawn':
      return '已经撤回'
  }
}

/** Residents are spoken to, staff are told about them; what is late is late at the moment of looking. */
export function caseRow(found: RowCase, { person, now }: Viewer): CaseRow {
  const relations = relationsOf(found, person)
  const { _id, number, state, item, place, grid, owner, due, reopened, returned, urged, joined, version, createdAt, updatedAt } = found
  const involved = relations.length > 0
  const { text, photos } = involved ? found : publicPart(found)
  return {
    id: _id,
    number,
    state,
    stateText: stateText(found, relations.includes('reporter')),
    item: { id: item.id, name: item.name },
    urgency: item.urgency,
    text,
    photo: photos[0] && photoView(photos[0]),
    place: involved ? place : { longitude: place.longitude, latitude: place.latitude },
    grid: grid.name,
    owner: ownerName(owner),
    due,
    late: isLate(found, now),
    reopened,
    returned,
    urged,
    joined,
    asked: involved && found.question !== undefined,
    supervised: relations.some((relation) => relation !== 'reporter') && found.answerDue !== undefined,
    version,
    createdAt,
    updatedAt,
  }
}

function isLate({ due }: Pick<Case, 'due'>, now: Instant): boolean {
  return due !== undefined && due < now
}

/** Residents are spoken to, staff are asked to act, anybody else is only told. */
type Audience = 'reporter' | 'staff' | 'stranger'

/** Who has it now and until when, in one sentence. The resident and others hear the promise, staff the clock that runs for them. */
function nowSentence(found: Case, audience: Audience, now: Instant): string {
  const title = ownerTitle(found.owner)
  const { state, due } = found
  const late = isLate(found, now)
  const until = due === undefined ? '' : late ? `本来应该在${spoken(due)}前` : `${spoken(due)}前`
  const isReporter = audience === 'reporter'
  switch (state) {
    case 'reported':
      if (audience === 'staff') return `由${title}负责，${late ? '' : '请在'}${until}接手`
      return `已经交给${title}，${until}${late ? '接手，现在晚了，指挥中心看得到' : '会接手'}`
    case 'accepted':
      return audience === 'staff'
        ? `${title}正在处理，${late ? '' : '请在'}${until}处理好`
        : `${title}正在处理，${promiseWords(found, now)}`
    case 'suspended':
      return `${title}暂时办不了，先放一放，${due === undefined ? '' : `${spoken(due)}再看`}`
    case 'merged':
      return `和 ${found.mergedInto?.number ?? ''} 是同一处，一起办`
    case 'resolved':
      if (isReporter) return `${title}说处理好了，请您看看是不是真的好了`
      return audience === 'staff' ? '处理好了，正在等居民确认' : `${title}说处理好了，正在等反映的人确认`
    case 'closed':
      if (found.selfFound) return `${title}巡查时发现，当场办好了`
      if (audience === 'stranger') return '已经办好'
      return found.rating ? `您确认已经办好${isReporter ? '，谢谢您的评价' : ''}` : '没有收到您的答复，按约定结束了'
    case 'withdrawn':
      return audience === 'stranger' ? '反映的人撤回了' : '您撤回了这件事'
  }
}

function urgeAgainFrom({ urgedAt }: Case, now: Instant): Instant | undefined {
  const from = urgedAt && addDays(urgedAt, 1)
  return from && from > now ? from : undefined
}

/** To staff the resident is not 您. */
function say(sentence: string, isReporter: boolean, now: Instant): string {
  return sayAll(isReporter ? sentence : sentence.replaceAll('您', '居民'), now)
}

function wishView(wish: Wish): NonNullable<CaseView['wish']> {
  const what = wish.kind === 'extend' ? `想延长 ${wish.hours} 个工作小时` : `想先放一放，${spoken(wish.until)}再看`
  return { sentence: what, reason: wish.reason }
}

/** Whom the report came from, if not from the resident's own phone; the phone number stays masked. */
function originView(found: Case, person: Person): CaseView['origin'] {
  if (!found.origin) return undefined
  const { channel, number, onBehalf, phone } = found.origin
  return {
    channel,
    number,
    onBehalf: onBehalf ? unseal(onBehalf) : '',
    phone: phone ? maskPhone(unseal(phone)) : '',
    mayReveal: mayReveal(found, person),
  }
}

function reporterName({ reporter }: Case): string {
  return isPartner(reporter) ? `别的系统（${reporter.name}）` : reporter.name
}

/**
 * A case as one person may see it. What the resident wrote, photographed and said is for the resident and the staff who act; the
 * resident's name for the staff alone; anybody else sees what it is about and how far it is.
 */
export function caseView(found: Case, { person, now }: Viewer): CaseView {
  const relations = relationsOf(found, person)
  const isReporter = relations.includes('reporter')
  const isStaff = relations.some((relation) => relation !== 'reporter')
  const involved = isReporter || isStaff
  const entryView = ({ at, sentence, note, photos, voice, internal, happenedAt }: Entry) => ({
    at,
    sentence: say(sentence, isReporter, now),
    ...(involved ? { note, photos: photos?.map(photoView), voice, internal, happenedAt } : {}),
  })
  const { supervision, wish } = found
  return {
    ...caseRow(found, { person, now }),
    photos: (involved ? found : publicPart(found)).photos.map(photoView),
    voice: involved ? found.voice : undefined,
    answers: involved ? found.answers : [],
    private: found.private,
    now: say(nowSentence(found, isReporter ? 'reporter' : isStaff ? 'staff' : 'stranger', now), isReporter, now),
    ownerPhone: involved ? found.owner.phone : undefined,
    partners: found.partners.map(({ name, done }) => ({ name, done })),
    why: involved ? { ...found.reason, sentence: say(found.reason.sentence, isReporter, now) } : { ...found.reason, considered: [] },
    promise: found.promise,
    extended: found.extended,
    held: isStaff && found.held === true,
    timeline: found.timeline.filter(({ internal }) => isStaff || !internal).map(entryView),
    question: involved ? found.question : undefined,
    wish: isStaff && wish ? { ...wishView(wish), sentence: say(wishView(wish).sentence, false, now) } : undefined,
    supervision: isStaff && supervision ? { text: supervision.text, until: supervision.until, answered: supervision.answered } : undefined,
    // What one case is merged into is never private.
    mergedInto: found.mergedInto,
    origin: isStaff ? originView(found, person) : undefined,
    rating: involved ? found.rating : undefined,
    reporter: isStaff ? reporterName(found) : undefined,
    urgeAgain: isReporter ? urgeAgainFrom(found, now) : undefined,
    may: mayOf(found, person),
  }
}
