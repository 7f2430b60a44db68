import type { Service } from './service'
import type { Template } from './matter'

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
  /** Working hours: to accept, to resolve after accepting, and the promise to the resident. */
  hours: { accept: number; resolve: number; promise: number }
}

/** Collection `towns`, one document with _id 'town': the town's data that functions need, loaded from the town's folder. */
export interface TownData {
  _id: 'town'
  version: number
  requests: string[]
  name: string
  centre: { longitude: number; latitude: number }
  /** Id of the town's own grid document. */
  grid: string
  desk: { name: string; phone: string }
  classes: { id: string; name: string; icon: string }[]
  items: Item[]
  fields: { id: string; name: string }[]
  services: Service[]
  groups: { id: string; name: string }[]
  /** What depends on an approval is a switch (law 12). */
  switches: { preciseLocation: boolean; phoneNumber: boolean; publicFeed: boolean }
  /** Ids of WeChat's subscribe message templates and the names of their fields. */
  templates: Record<Template, { id: string; fields: { title: string; text: string; time: string } }>
}
