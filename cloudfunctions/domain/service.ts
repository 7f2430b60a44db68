import type { Kind } from './booking'

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
}

/** The first entry whose groups the person belongs to decides; without one, the full price. Yuan for one booking. */
export interface PriceRule {
  yuan: number
  entitled: { groups: string[]; yuan: number; paidBy: string }[]
}

export interface Price {
  kind: 'free' | 'low' | 'paid'
  yuan: number
  sentence: string
}
