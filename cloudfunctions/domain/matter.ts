import type { Instant } from './time'

/** What a case and a booking have in common: one document that carries its own history and the messages it owes (law 1). */
export interface Matter {
  _id: string
  /** Goes up with every step that changes what others may do; guards steps against stale clicks. */
  version: number
  /** Ids of the last requests that changed this document, newest last; how a repeated command is recognised (law 2). */
  requests: string[]
  timeline: Entry[]
  /** Messages to people; also each person's in-app inbox, so none is lost when WeChat refuses to send. */
  notices: Notice[]
  /** Some notice has not been handed to WeChat yet; the sweep looks for these. */
  owed: boolean
  createdAt: Instant
  updatedAt: Instant
}

export interface Entry {
  at: Instant
  request: string
  /** Who did it: a name as others see it and in what capacity; the system itself has no person. */
  by: { person?: string; name: string; as: string }
  step: string
  /** The plain sentence that the resident reads. */
  sentence: string
  note?: string
  photos?: Photo[]
  voice?: Voice
  /** For staff alone. */
  internal?: boolean
  /** When it was really done, if it was done without network and sent later. */
  happenedAt?: Instant
}

export interface Photo {
  file: string
  check: 'pending' | 'passed' | 'refused'
  /** What was found, or what was done about it. */
  when?: 'before' | 'after'
  /** WeChat's id of the asynchronous picture check. */
  trace?: string
}

export interface Voice {
  file: string
  seconds: number
}

/** Names of subscribe message templates; ids and field names per town are data (town.templates). */
export type Template = 'caseAssigned' | 'caseProgress' | 'bookingProgress' | 'workerAssigned'

export interface Notice {
  id: string
  at: Instant
  person: string
  openid: string
  template: Template
  title: string
  text: string
  /** Page of the app that the message opens, with its query. */
  page: string
  state: 'owed' | 'sent' | 'refused'
}

/** Why something was decided, and who else was considered (law 5). */
export interface Reason {
  rule: string
  sentence: string
  considered: { name: string; outcome: string }[]
}

/** Timeline and notices are capped, so that a document never grows without end. */
export const timelineCap = 100
export const noticesCap = 40
export const requestsCap = 50

/** A change that a rule decides and that platform/documents writes in one conditional update. */
export interface Step<D extends Matter> {
  set: Partial<Omit<D, '_id' | 'version' | 'requests' | 'timeline' | 'notices' | 'owed' | 'createdAt' | 'updatedAt'>>
  entry: Omit<Entry, 'at' | 'request'>
  notices: NewNotice[]
  /** False for what spoils nobody's click: urging, notes. Such a step has no notices, whose places the version guards. */
  bump?: false
}
export type NewNotice = Pick<Notice, 'person' | 'openid' | 'template' | 'title' | 'text' | 'page'>

/** New messages as a document keeps them until they are sent. */
export function owing(notices: NewNotice[], request: string, at: Instant): Notice[] {
  return notices.map((notice, index) => ({ ...notice, id: `${request}.${index}`, at, state: 'owed' }))
}
