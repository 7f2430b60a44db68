import { overlaps } from './booking'
import type { Bookable, CrewMember, Offering, VisitWish, Workday } from './booking'
import type { Point } from './geometry'
import type { Reason } from './matter'
import type { Gender } from './organisation'
import type { Person } from './person'
import type { Service } from './service'
import { sayTime } from './speech'
import { addMinutes, dayOf, instantAt } from './time'
import type { Instant } from './time'
import { addedMetres, canServe, loadOf, unable, visitsOf } from './workday'
import type { Unable } from './workday'

/** Where a visit goes to; without a home on the map only the organisation can say whether it comes. */
export interface Destination {
  village?: string
  villageName?: string
  point?: Point
}

export function homeOf({ home }: Pick<Person, 'home'>): Destination {
  if (!home) return {}
  const { village, longitude, latitude } = home
  return { village: village.grid, villageName: village.name, point: { longitude, latitude } }
}

export interface VisitNeed {
  service: Service
  start: Instant
  end: Instant
  home: Destination
  wish: VisitWish
  /** Minutes that a contract has to pay for. */
  coverMinutes: number
  carers: Person['carers']
  /** Organisations that could not or did not answer. */
  tried: string[]
  now: Instant
  /** What the guest has in the diary: no other time is named that is taken up already. */
  engaged?: { start: Instant; end: Instant }[]
}

/** What telling workers of one crew apart takes of it. */
export type CrewNeed = Pick<VisitNeed, 'start' | 'end' | 'home' | 'wish' | 'carers'> & { service: Pick<Service, 'skill'> }

export interface Placement {
  offering: Offering
  workday: Workday
  /** Proposed; the organisation may name another when it confirms. */
  worker: CrewMember
  reason: Reason
}

/**
 * How much each counts, times a mark from 0 to 1. Data, so that a town's committee can argue about numbers. A wish outweighs everything
 * that is no wish, and a carer asked for by name the other wishes together.
 */
export const weights = {
  wishedCarer: 21,
  wishedLanguage: 7,
  wishedGender: 7,
  usualCarer: 2,
  near: 2,
  light: 0.3,
  spare: 0.5,
  capacity: 0.3,
  rating: 0.4,
  share: 1,
}
type Marks = Record<keyof typeof weights, number>

/** What the marks are measured with. Data as well. */
const scales = {
  /** Added to the way of a worker, so many metres halve the mark; without a visit before or after, the way counts as this. */
  nearMetres: 1500,
  /** An organisation with few ratings counts as if it had these as well, so that one grumble or one friend does not decide. */
  priorRating: 4.5,
  priorRatings: 5,
  /** Behind the others by this part of its contracted hours, an organisation has the full mark for fair share. */
  shareBehind: 0.05,
}

const unableTexts: Record<Unable, string> = {
  away: '那天请假',
  unskilled: '不做这项服务',
  offDuty: '那个时间不上班',
  busy: '那个时间有安排，或路上来不及',
}

/** Carers who have come before: 1 for who came most, half for the others. */
function familiarity(carers: Person['carers'], worker: string): number {
  const usual = carers.reduce((best, one) => (best === undefined || one.visits > best.visits ? one : best), carers[0])
  if (usual === undefined) return 0
  return usual.worker === worker ? 1 : carers.some((one) => one.worker === worker) ? 0.5 : 0
}

/** 1 for who knows nothing else; those who know more are kept for visits that only they can make. */
function spareOf(member: CrewMember): number {
  return 1 / Math.max(1, member.skills.length)
}

type WorkerMarks = Pick<Marks, 'wishedCarer' | 'wishedLanguage' | 'wishedGender' | 'usualCarer' | 'near' | 'light' | 'spare'>

function workerMarks(member: CrewMember, workday: Workday, need: CrewNeed, without?: string): WorkerMarks {
  const { wish } = need
  const metres = addedMetres(workday, member.worker.person, spanOf(need), without) ?? scales.nearMetres
  return {
    wishedCarer: Number(wish.worker === member.worker.person),
    wishedLanguage: Number(wish.language !== undefined && member.languages.includes(wish.language)),
    wishedGender: Number(wish.gender !== undefined && wish.gender === member.gender),
    usualCarer: familiarity(need.carers, member.worker.person),
    near: 1 / (1 + metres / scales.nearMetres),
    light: 1 - loadOf(member, workday, without),
    spare: spareOf(member),
  }
}

function spanOf({ start, end, service, home }: CrewNeed) {
  return { start, end, skill: service.skill, home: home.point }
}

function sum(marks: Partial<Marks>): number {
  return Object.entries(marks).reduce((total, [name, mark]) => total + weights[name as keyof Marks] * mark, 0)
}

export interface RankedWorker {
  member: CrewMember
  score: number
  /** What speaks for or against, for the organisation. */
  detail: string
  able: boolean
}

/** The crew for one visit: who can make it first, best first; equal ones by id. */
export function rankWorkers(workday: Workday, need: CrewNeed, without?: string): RankedWorker[] {
  return workday.crew
    .map((member): RankedWorker => {
      const why = unable(member, workday, spanOf(need), without)
      if (why) return { member, score: 0, detail: unableTexts[why], able: false }
      const marks = workerMarks(member, workday, need, without)
      return { member, score: sum(marks), detail: detailOf(member, marks, workday, need, without), able: true }
    })
    .sort((a, b) => Number(b.able) - Number(a.able) || b.score - a.score || (a.member.worker.person < b.member.worker.person ? -1 : 1))
}

function detailOf({ worker }: CrewMember, marks: WorkerMarks, workday: Workday, { wish }: CrewNeed, without?: string): string {
  const visits = visitsOf(workday, worker.person, without).length
  const day = visits === 0 ? '那天还没有安排' : `那天已有 ${visits} 家`
  return [...strengths(marks, wish), day].join('，')
}

/** What speaks for a worker, in words. */
function strengths(marks: WorkerMarks, { language, gender }: VisitWish): string[] {
  return [
    ...(marks.wishedCarer ? ['是点名要的'] : []),
    ...(marks.wishedLanguage ? [`会说${language}`] : []),
    ...(marks.wishedGender ? [genderText(gender)] : []),
    ...(marks.usualCarer === 1 ? ['以前来得最多'] : marks.usualCarer > 0 ? ['以前来过'] : []),
    ...(marks.near > 0.6 ? ['那天正好在附近'] : []),
  ]
}

function genderText(gender: Gender | undefined): string {
  return gender === 'man' ? '男社工' : '女社工'
}

interface Candidate {
  offering: Offering
  workday: Workday
  best: RankedWorker
  able: number
  score: number
  marks: Marks
}

interface Weighed {
  able: Candidate[]
  /** Everybody who offers the service, with why not. */
  others: { offering: Offering; why: string }[]
}

function offeringsOf(bookables: Bookable[], service: string): Offering[] {
  return bookables
    .filter((one): one is Offering => one.kind === 'offering' && one.services[0] === service)
    .sort((a, b) => (a._id < b._id ? -1 : 1))
}

function workdayOn(bookables: Bookable[], organisation: string, { start, end }: Pick<VisitNeed, 'start' | 'end'>): Workday | undefined {
  return bookables.find(
    (one): one is Workday => one.kind === 'visit' && one.organisation.id === organisation && one.start <= start && end <= one.end,
  )
}

/** Why an organisation can't be sent whatever the time, or nothing. */
function closedTo({ open, area, standing, organisation }: Offering, { home, coverMinutes, tried }: VisitNeed): string | undefined {
  if (!open) return '暂时不接受预约'
  if (home.village !== undefined && area.length > 0 && !area.includes(home.village)) {
    return home.villageName === undefined ? '不服务您住的地方' : `不服务${home.villageName}`
  }
  if (coverMinutes > 0 && standing.minutesLeft < coverMinutes) return '合同里的时数用完了'
  if (tried.includes(organisation.id)) return '问过了，这次来不了'
  return undefined
}

function ratingOf({ rating, rated }: Offering['standing']): number {
  return (rating * rated + scales.priorRating * scales.priorRatings) / (rated + scales.priorRatings)
}

/** Part of its contracted hours that an organisation has still to give. */
function leftOf({ minutesLeft, minutesBought }: Offering['standing']): number {
  return minutesBought === 0 ? 0 : minutesLeft / minutesBought
}

function bounded(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** Free part of the shifts of all who know how. */
function capacityOf(workday: Workday, skill: string): number {
  const able = workday.crew.filter((member) => !member.away && member.skills.includes(skill) && member.shifts.length > 0)
  return able.length === 0 ? 0 : able.reduce((total, member) => total + 1 - loadOf(member, workday), 0) / able.length
}

function weigh(bookables: Bookable[], need: VisitNeed): Weighed {
  const others: Weighed['others'] = []
  const found: { offering: Offering; workday: Workday; ranked: RankedWorker[] }[] = []
  for (const offering of offeringsOf(bookables, need.service.id)) {
    const closed = closedTo(offering, need)
    const workday = workdayOn(bookables, offering.organisation.id, need)
    const ranked = workday ? rankWorkers(workday, need).filter(({ able }) => able) : []
    if (closed !== undefined) others.push({ offering, why: closed })
    else if (!workday) others.push({ offering, why: '那天没有人上班' })
    else if (ranked.length === 0) others.push({ offering, why: '这个时间没有空着的社工' })
    else found.push({ offering, workday, ranked })
  }
  const mean = found.reduce((total, { offering }) => total + leftOf(offering.standing), 0) / Math.max(1, found.length)
  const able = found.map(({ offering, workday, ranked }): Candidate => {
    const best = ranked[0] as RankedWorker
    const marks = {
      ...workerMarks(best.member, workday, need),
      capacity: capacityOf(workday, need.service.skill),
      rating: ratingOf(offering.standing) / 5,
      share: bounded(0.5 + (leftOf(offering.standing) - mean) / (2 * scales.shareBehind)),
    }
    return { offering, workday, best, able: ranked.length, score: sum(marks), marks }
  })
  able.sort((a, b) => b.score - a.score || (a.offering._id < b.offering._id ? -1 : 1))
  return { able, others }
}

/**
 * Who can make a visit, best first: of each organisation that serves the home and has hours, its best worker; organisation and worker are
 * weighed together, so that the usual carer brings her organisation along. Plain and without chance: the same question has the same answer.
 */
export function dispatch(bookables: Bookable[], need: VisitNeed): Placement[] {
  if (need.start <= need.now) return []
  const { able, others } = weigh(bookables, need)
  return able.map((chosen) => ({
    offering: chosen.offering,
    workday: chosen.workday,
    worker: chosen.best.member,
    reason: {
      rule: 'dispatch',
      sentence: sentenceOf(chosen, able, need),
      considered: [
        ...able.map((one) => ({
          name: one.offering.organisation.name,
          outcome: one === chosen ? `请${one.best.member.worker.name}上门：${standing(one)}` : `也能来，这次排在后面：${standing(one)}`,
        })),
        ...others.map(({ offering, why }) => ({ name: offering.organisation.name, outcome: why })),
      ],
    },
  }))
}

function standing({ able, offering: { standing: of }, marks }: Candidate): string {
  const rating = of.rated === 0 ? '还没有评价' : `评价 ${of.rating.toFixed(1)} 分`
  return `有 ${able} 位社工能来，那天还空着 ${Math.round(marks.capacity * 100)}%，${rating}，今年的时数还剩 ${Math.round(leftOf(of) * 100)}%`
}

/** What the first is better in than the second, in words; the two that weigh most are said. */
const betterTexts: Record<Exclude<keyof Marks, 'wishedLanguage' | 'wishedGender'>, string> = {
  wishedCarer: '是点名要的',
  usualCarer: '以前来得多',
  near: '那天离得近',
  light: '那天手上的活少',
  spare: '会别的手艺的社工留给了用得上的人家',
  capacity: '那天更有空',
  rating: '评价更高',
  share: '今年轮到得少',
}
const worthSaying = 0.02

function sentenceOf({ offering, best, marks }: Candidate, able: Candidate[], need: VisitNeed): string {
  const { organisation } = offering
  const { name } = best.member.worker
  const missed = unmet(best.member, able, need)
  const end = missed === '' ? '' : `。${missed}`
  const [first, second] = able
  if (!first || !second) {
    const strong = strengths(marks, need.wish).map((text) => `，${text}`)
    return `这个时间只有${organisation.name}能来，请${name}上门${strong.join('')}${end}`
  }
  const texts = { ...betterTexts, wishedLanguage: `会说${need.wish.language}`, wishedGender: `是${genderText(need.wish.gender)}` }
  const other = first.offering === offering ? second : first
  const better = (Object.keys(weights) as (keyof Marks)[])
    .map((key) => ({ text: texts[key], by: weights[key] * (marks[key] - other.marks[key]) }))
    .filter(({ by }) => by > worthSaying)
    .sort((a, b) => b.by - a.by)
    .slice(0, 2)
  const because = better.length > 0 ? `，因为${better.map(({ text }) => text).join('，')}` : ''
  return `有 ${able.length} 家机构能来，请${organisation.name}的${name}上门${because}${end}`
}

/** Wishes that are not met, honestly. */
function unmet({ worker, languages, gender }: CrewMember, able: Candidate[], { wish, carers }: VisitNeed): string {
  const missed: string[] = []
  if (wish.worker !== undefined && wish.worker !== worker.person) {
    const known = [...carers, ...able.flatMap(({ workday }) => workday.crew.map((one) => ({ ...one.worker, worker: one.worker.person })))]
    missed.push(known.find((one) => one.worker === wish.worker)?.name ?? '那位社工')
  }
  if (wish.language !== undefined && !languages.includes(wish.language)) missed.push(`会说${wish.language}的社工`)
  if (wish.gender !== undefined && wish.gender !== gender) missed.push(genderText(wish.gender))
  return missed.length === 0 ? '' : `您想要${missed.join('、')}，这次没能排上`
}

/** Everybody who could come. */
export function ableAt(bookables: Bookable[], need: VisitNeed): CrewMember[] {
  if (need.start <= need.now) return []
  return offeringsOf(bookables, need.service.id).flatMap((offering) => {
    const workday = closedTo(offering, need) === undefined ? workdayOn(bookables, offering.organisation.id, need) : undefined
    return workday?.crew.filter((member) => canServe(member, workday, spanOf(need))) ?? []
  })
}

export function freeAt(bookables: Bookable[], need: VisitNeed): number {
  return ableAt(bookables, need).length
}

/** Whether a worker meets every wish. */
export function meets({ worker, languages, gender }: CrewMember, wish: VisitWish): boolean {
  return (
    (wish.worker === undefined || wish.worker === worker.person) &&
    (wish.language === undefined || languages.includes(wish.language)) &&
    (wish.gender === undefined || wish.gender === gender)
  )
}

/** Times at which such a visit may begin that day. */
function startsOn(day: string, { service }: VisitNeed): Instant[] {
  return (service.starts ?? []).map((wall) => instantAt(day, wall))
}

function at(need: VisitNeed, start: Instant): VisitNeed {
  return { ...need, start, end: addMinutes(start, need.service.minutes) }
}

function isEngaged({ engaged = [], ...span }: VisitNeed): boolean {
  return engaged.some((other) => overlaps(other, span))
}

/** The nearest other time among what is given: that day first, then the days after, then those before. */
function alternative(bookables: Bookable[], need: VisitNeed): Instant | undefined {
  const today = dayOf(need.start)
  const days = [...new Set(bookables.flatMap((one) => (one.kind === 'visit' ? [one.day] : [])))].sort()
  const order = [today, ...days.filter((day) => day > today), ...days.filter((day) => day < today).reverse()]
  const distanceTo = (start: Instant) => Math.abs(Date.parse(start) - Date.parse(need.start))
  for (const day of order) {
    const start = startsOn(day, need)
      .filter((one) => one !== need.start && !isEngaged(at(need, one)) && freeAt(bookables, at(need, one)) > 0)
      .sort((a, b) => distanceTo(a) - distanceTo(b) || (a < b ? -1 : 1))[0]
    if (start !== undefined) return start
  }
  return undefined
}

/** Why nobody can come then, and what would work instead: another time that day, another day, or whom to ask. */
export function whyNone(bookables: Bookable[], need: VisitNeed): string {
  const { others } = weigh(bookables, need)
  const other = alternative(bookables, need)
  if (other !== undefined) return `这个时间没有社工能来，${sayTime(other, need.now)}有人能来，可以改约那个时间`
  const reasons = others.map(({ offering }) => closedTo(offering, need))
  if (others.length === 0) return '还没有机构做这项服务，请看看别的服务，或问问村里的服务台'
  if (reasons.every((why) => why !== undefined)) {
    return `${[...new Set(reasons)].join('，')}，请给村里的服务台打电话，请他们帮您安排`
  }
  return '那天的社工都排满了，请换一个日子看看，或给村里的服务台打电话，请他们帮您安排'
}
