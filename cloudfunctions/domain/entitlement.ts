import { monthOf, usedMinutes } from './diary'
import type { Person } from './person'
import { fullPrice, priceOf } from './price'
import type { Cover, Price, Programme, Service } from './service'
import { dayOf } from './time'
import type { Instant } from './time'

/** What a programme gives a person a month, and by which of its categories. */
export interface Entitlement {
  /** Id of the programme; the others are names. */
  programme: string
  category: string
  level?: string
  /** A month. */
  minutes: number
  /** Of the price that is paid. */
  share: number
  paidBy: string
}

/** As the contract's entitlementView. */
export interface EntitlementView {
  programme: string
  category: string
  level?: string
  hours: number
  hoursLeft: number
  sentence: string
}

type Entitled = Pick<Person, 'groups' | 'need'>

/**
 * The category that pays most in a month decides, the earlier one of equals; the assessed level adds hours as long as the assessment
 * holds. A level by itself entitles to nothing.
 */
export function entitlementOf(programme: Programme, { groups, need }: Entitled, at: Instant): Entitlement | undefined {
  const mine = programme.categories.filter(({ group }) => groups.includes(group))
  const best = mine.reduce<(typeof mine)[number] | undefined>((a, b) => (a && a.hours * a.share >= b.hours * b.share ? a : b), undefined)
  if (!best) return undefined
  const level = need && dayOf(at) <= need.until ? programme.levels.find(({ id }) => id === need.level) : undefined
  return {
    programme: programme.id,
    category: best.name,
    ...(level && { level: level.name }),
    minutes: Math.round((best.hours + (level?.hours ?? 0)) * 60),
    share: best.share,
    paidBy: programme.paidBy,
  }
}

/**
 * What one booking costs the guest, and how many of its minutes the programme pays: as many as the month of its start has left, without
 * those that the same booking has already. What is left to pay is whole yuan, rounded down for the guest.
 */
export function quote(
  { price: { yuan, programme: by }, minutes }: Service,
  programme: Programme | undefined,
  guest: Pick<Person, 'groups' | 'need' | 'diary'>,
  start: Instant,
  booking?: string,
): Price & { cover?: Cover } {
  if (!programme || programme.id !== by || yuan === 0) return fullPrice(yuan)
  const entitlement = entitlementOf(programme, guest, start)
  if (!entitlement) return fullPrice(yuan)
  const month = monthOf(start)
  const left = Math.max(0, entitlement.minutes - usedMinutes(guest.diary, entitlement.programme, month, booking))
  const covered = Math.min(left, minutes)
  const { paidBy } = entitlement
  const because = `按“${entitlement.category}”这一类`
  if (covered === 0) {
    const all = amountText(programme, entitlement.minutes)
    return priceOf(yuan, yuan, `${because}，${monthText(month)}的 ${all}已经用完，这次收 ${yuan} 元`)
  }
  const pay = Math.floor(yuan - (yuan * entitlement.share * covered) / minutes + 1e-9)
  const part = covered < minutes ? `${monthText(month)}只剩 ${amountText(programme, covered)}，` : ''
  const sentence =
    pay === 0 ? `${because}，这次免费，费用由${paidBy}出` : `${because}，${part}这次只收 ${pay} 元，其余 ${yuan - pay} 元由${paidBy}出`
  return { ...priceOf(yuan, pay, sentence), cover: { programme: entitlement.programme, month, minutes: covered, yuan: yuan - pay } }
}

/** What the guest has of a programme this month, in plain sentences; nothing for those whom it does not pay for. */
export function explain(programme: Programme, guest: Pick<Person, 'groups' | 'need' | 'diary'>, now: Instant): EntitlementView | undefined {
  const entitlement = entitlementOf(programme, guest, now)
  if (!entitlement) return undefined
  const left = Math.max(0, entitlement.minutes - usedMinutes(guest.diary, programme.id, monthOf(now)))
  const { category, level, minutes, share, paidBy } = entitlement
  const why = `按“${category}”这一类${level === undefined ? '' : `（评估为${level}）`}`
  const pays = share === 1 ? `费用由${paidBy}出` : `${paidBy}出${tenths(share)}`
  const rest = left === 0 ? '这个月已经用完，下个月 1 号起又可以用' : `这个月还有 ${amountText(programme, left)}`
  return {
    programme: programme.name,
    category,
    ...(level !== undefined && { level }),
    hours: minutes / 60,
    hoursLeft: left / 60,
    sentence: `${why}，每个月有 ${amountText(programme, minutes)}${programme.name}，${pays}；${rest}`,
  }
}

/** 90 → 1.5 小时, or 3 餐. */
function amountText({ unit = { name: '小时', minutes: 60 } }: Programme, minutes: number): string {
  return `${Number((minutes / unit.minutes).toFixed(1))} ${unit.name}`
}

/** 0.8 → 八成, 0.75 → 75%. */
function tenths(share: number): string {
  const whole = Math.round(share * 100)
  return whole % 10 === 0 && whole > 0 && whole < 100 ? `${'一二三四五六七八九'[whole / 10 - 1]}成` : ` ${whole}%`
}

function monthText(month: string): string {
  return `${Number(month.slice(5))} 月`
}
