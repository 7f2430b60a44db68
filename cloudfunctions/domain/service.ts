import type { channels } from '../contract/booking'
import type { Kind } from './booking'

/** How one can meet an adviser. */
export type Channel = (typeof channels)[number]

/** A kind of service that organisations of the town offer; town data. */
export interface Service {
  id: string
  kind: Kind
  /** One of the nine fields of social service. */
  field: string
  name: string
  summary: string
  minutes: number
  includes: string[]
  /** What to have ready. */
  prepare: string
  checklist: string[]
  /** Skill that a worker needs for it. */
  skill: string
  cancelHours: number
  price: PriceRule
  /** Visits: wall-clock times at which one may begin, e.g. '09:00'. */
  starts?: string[]
  /** Classes: services of which one must have been completed before. */
  after?: string[]
  /** Appointments; absent = at the office. */
  channels?: Channel[]
  /** The matter may be against a village committee or a firm, so that the adviser must not be theirs. */
  adversarial?: boolean
  /**
   * Leaders' reception: on this day of each month, moved to the next working day. Slots of `minutes` from..until, wall clock, with a
   * worker of the skill `beside` next to the one who receives.
   */
  monthly?: { day: number; from: string; until: string; beside?: string }
}

/** Yuan for one booking in full; what an entitlement pays of it is the programme's rule. */
export interface PriceRule {
  yuan: number
  /** Id of the programme that pays for those entitled. */
  programme?: string
}

/** Who is entitled to how much, and who pays: rule data. Hours of the best category, plus those of the assessed level. */
export interface Programme {
  id: string
  name: string
  paidBy: string
  /** What people count it in, if not hours: a meal of 30 minutes. */
  unit?: { name: string; minutes: number }
  /** `share` of the price that is paid, from 0 to 1. */
  categories: { group: string; name: string; hours: number; share: number }[]
  /** Assessed need (levels of GB/T 42195), with hours a month in addition. */
  levels: { id: string; name: string; hours: number }[]
}

/** Part of a booking's time that a programme pays for; counted in the guest's diary for that month. */
export interface Cover {
  programme: string
  /** YYYY-MM of the start, in the town. */
  month: string
  minutes: number
  /** What the programme pays for it; the guest's own part is in the price. */
  yuan: number
}

export interface Price {
  kind: 'free' | 'low' | 'paid'
  yuan: number
  sentence: string
}
