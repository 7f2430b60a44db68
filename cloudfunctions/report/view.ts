import type { CaseRow, CaseView } from '../contract'
import { ownerName, ownerTitle } from '../domain/case'
import type { Case } from '../domain/case'
import { mayOf, promiseWords, relationsOf } from '../domain/caseSteps'
import type { Entry, Photo } from '../domain/matter'
import type { Person } from '../domain/person'
import { sayAll, spoken } from '../domain/speech'
import type { Instant } from '../domain/time'

/** What a list needs of a case; the history stays in the database. */
export const rowFields = [
  ...['number', 'state', 'item', 'text', 'photos', 'place', 'grid', 'reporter', 'owner', 'holder', 'due', 'reopened', 'version'],
  ...['createdAt', 'updatedAt'],
] as (keyof RowCase)[]
export type RowCase = Omit<Case, 'requests' | 'timeline' | 'notices' | 'owed' | 'reason' | 'voice' | 'private' | 'promise' | 'open'>

interface Viewer {
  person: Person
  now: Instant
}

/** A picture that WeChat refused is named, so that people understand, but never handed out. */
function photoView({ file, check }: Photo): { file: string; check: Photo['check'] } {
  return { file: check === 'refused' ? '' : file, check }
}

function stateText({ state, reopened }: RowCase, isReporter: boolean): string {
  switch (state) {
    case 'reported':
      return '等待接手'
    case 'accepted':
      return reopened > 0 ? '重新处理中' : '正在处理'
    case 'resolved':
      return isReporter ? '处理好了,等您确认' : '等居民确认'
    case 'closed':
      return '已经办好'
    case 'withdrawn':
      return '已经撤回'
  }
}

/** Residents are spoken to, staff are told about them; what is late is late at the moment of looking. */
export function caseRow(found: RowCase, { person, now }: Viewer): CaseRow {
  const relations = relationsOf(found, person)
  const { _id, number, state, item, text, photos, place, grid, owner, due, reopened, version, createdAt, updatedAt } = found
  const involved = relations.length > 0
  return {
    id: _id,
    number,
    state,
    stateText: stateText(found, relations.includes('reporter')),
    item: { id: item.id, name: item.name },
    text: involved ? text : '',
    photo: involved && photos[0] ? photoView(photos[0]) : undefined,
    place: involved ? place : { longitude: place.longitude, latitude: place.latitude },
    grid: grid.name,
    owner: ownerName(owner),
    due,
    late: isLate(found, now),
    reopened,
    version,
    createdAt,
    updatedAt,
  }
}

function isLate({ due }: Pick<Case, 'due'>, now: Instant): boolean {
  return due !== undefined && due < now
}

/** Who has it now and until when, in one sentence. The resident hears the promise, staff the clock that runs for them. */
function nowSentence(found: Case, isReporter: boolean, now: Instant): string {
  const title = ownerTitle(found.owner)
  const { state, due } = found
  const until = due === undefined ? '' : isLate(found, now) ? `本来应该在${spoken(due)}前` : `${spoken(due)}前`
  switch (state) {
    case 'reported':
      return isReporter
        ? `已经交给${title},${until}${isLate(found, now) ? '接手,现在晚了,指挥中心看得到' : '会接手'}`
        : `由${title}负责,${isLate(found, now) ? '' : '请在'}${until}接手`
    case 'accepted':
      return isReporter
        ? `${title}正在处理,${promiseWords(found, now)}`
        : `${title}正在处理,${isLate(found, now) ? '' : '请在'}${until}处理好`
    case 'resolved':
      return isReporter ? `${title}说处理好了,请您看看是不是真的好了` : '处理好了,正在等居民确认'
    case 'closed':
      return found.rating ? `您确认已经办好${isReporter ? ',谢谢您的评价' : ''}` : '没有收到您的答复,按约定结束了'
    case 'withdrawn':
      return '您撤回了这件事'
  }
}

/** To staff the resident is not 您. */
function say(sentence: string, isReporter: boolean, now: Instant): string {
  return sayAll(isReporter ? sentence : sentence.replaceAll('您', '居民'), now)
}

/**
 * A case as one person may see it. What the resident wrote, photographed and said is for the resident and the staff who act; the
 * resident's name for the staff alone; anybody else sees what it is about and how far it is.
 */
export function caseView(found: Case, { person, now }: Viewer): CaseView {
  const relations = relationsOf(found, person)
  const isReporter = relations.includes('reporter')
  const isStaff = relations.includes('holder') || relations.includes('dispatcher')
  const involved = isReporter || isStaff
  const entryView = ({ at, sentence, note, photos, voice }: Entry) => ({
    at,
    sentence: say(sentence, isReporter, now),
    ...(involved ? { note, photos: photos?.map(photoView), voice } : {}),
  })
  return {
    ...caseRow(found, { person, now }),
    photos: involved ? found.photos.map(photoView) : [],
    voice: involved ? found.voice : undefined,
    private: found.private,
    now: say(nowSentence(found, isReporter, now), isReporter, now),
    ownerPhone: involved ? found.owner.phone : undefined,
    why: involved ? found.reason : { ...found.reason, considered: [] },
    promise: found.promise,
    timeline: found.timeline.map(entryView),
    rating: involved ? found.rating : undefined,
    reporter: isStaff ? found.reporter.name : undefined,
    may: mayOf(found, person),
  }
}
