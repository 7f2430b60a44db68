import type { Template } from './matter'
import type { PersonRef } from './person'
import type { Programme, Service } from './service'

/** Something to ask about a matter besides the free text; the answer is kept under the id. */
export interface ItemQuestion {
  id: string
  text: string
  kind: 'choice' | 'text' | 'yesno'
  /** Of a choice. */
  options?: string[]
}

/** An item of the catalogue of matters (GB/T 30428.2 classes and a grid's duties); town data. */
export interface Item {
  id: string
  class: string
  name: string
  /** Everyday words by which people call it. */
  words: string[]
  hint?: string
  /** Number to call first when life is at risk, e.g. '119'. */
  emergency?: string
  /** Who handles it first; a department's item goes to the first of `departments`, the others join in (联合处置). */
  first: 'cell' | 'village' | 'town' | 'department'
  departments: string[]
  /** Working hours: to accept, to resolve after accepting, and the promise to the resident. */
  hours: { accept: number; resolve: number; promise: number }
  questions: ItemQuestion[]
  /** An emergency goes to member, leader and town desk at once. */
  urgency: 'normal' | 'urgent' | 'emergency'
  /** Whether others may see that it was reported; never what is about people. */
  public: boolean
  /** Two reports of the item within so many metres are likely one. */
  near: number
}

/** A department with the officers who get its messages; who may act is told by today's roles. */
export interface Department {
  id: string
  name: string
  phone: string
  people: PersonRef[]
}

/** The one document of collection `grids` that is no grid: the town's data that functions need, loaded from the town's folder. */
export interface TownData {
  _id: 'town'
  tiles: ['town']
  version: number
  requests: string[]
  name: string
  centre: { longitude: number; latitude: number }
  /** Id of the town's own grid document. */
  grid: string
  desk: { name: string; phone: string }
  /** Village grids, to name a committee. */
  villages: { id: string; name: string }[]
  classes: { id: string; name: string; icon: string }[]
  items: Item[]
  departments: Department[]
  /** Ready sentences for staff, by the step that they go with. */
  replies: { id: string; step: 'reply' | 'resolve' | 'return'; text: string }[]
  fields: { id: string; name: string }[]
  services: Service[]
  programmes: Programme[]
  /** Where a matter may be referred to after advice: mediation, legal aid, a court. */
  referrals: { id: string; name: string; phone: string; place: string }[]
  groups: { id: string; name: string }[]
  /** What depends on an approval is a switch (law 12). */
  switches: { preciseLocation: boolean; phoneNumber: boolean; publicFeed: boolean }
  /** Ids of WeChat's subscribe message templates and the names of their fields. */
  templates: Record<Template, { id: string; fields: { title: string; text: string; time: string } }>
}
