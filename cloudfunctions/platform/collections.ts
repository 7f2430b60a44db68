/**
 * Every collection with its indexes, declared once: deployment creates them, the local cloud refuses what is not here, and a query that
 * none of these serves fails the tests. Clients have no access to any collection.
 */
export interface Index {
  name: string
  keys: Record<string, 1 | -1>
  unique?: boolean
}

export type CollectionName =
  | 'people'
  | 'grids'
  | 'cases'
  | 'follows'
  | 'sessions'
  | 'bookings'
  | 'organisations'
  | 'contracts'
  | 'series'
  | 'checks'
  | 'audit'
  | 'measures'

export const collections: Record<CollectionName, { indexes: Index[] }> = {
  people: {
    indexes: [
      { name: 'staff of an organisation', keys: { organisation: 1, name: 1 } },
      { name: 'residents of a grid', keys: { 'home.grid': 1, name: 1 } },
      { name: 'residents of a village', keys: { 'home.village.grid': 1, name: 1 } },
      { name: 'by invitation', keys: { 'invitation.code': 1 } },
      { name: 'who trusts a person', keys: { 'trusted.person': 1 } },
      { name: 'messages owed', keys: { owed: 1, updatedAt: 1 } },
      { name: 'diaries to settle', keys: { 'diary.unsettled': 1, 'diary.touchedAt': 1 } },
    ],
  },
  grids: {
    indexes: [
      { name: 'cells of a tile', keys: { tiles: 1 } },
      { name: 'grids of a level', keys: { level: 1, _id: 1 } },
      { name: 'cell of a member', keys: { 'team.person': 1 } },
      { name: 'cells of a village', keys: { 'village.grid': 1 } },
      { name: 'cells with somebody away', keys: { lastAway: 1 } },
    ],
  },
  cases: {
    indexes: [
      { name: 'inbox by due time', keys: { hands: 1, open: 1, due: 1, _id: 1 } },
      { name: 'nothing owed any more, latest first', keys: { hands: 1, due: 1, updatedAt: -1, _id: -1 } },
      { name: 'loads', keys: { holder: 1, open: 1, due: 1 } },
      { name: 'my reports', keys: { 'reporter.person': 1, updatedAt: -1, _id: -1 } },
      { name: 'my messages', keys: { 'notices.person': 1, updatedAt: -1 } },
      { name: 'messages owed', keys: { owed: 1, updatedAt: 1 } },
      { name: 'late', keys: { open: 1, due: 1, _id: 1 } },
      { name: 'open, latest first', keys: { open: 1, createdAt: -1, _id: -1 } },
      { name: 'ended, latest first', keys: { open: 1, updatedAt: -1, _id: -1 } },
      { name: 'text to be released', keys: { held: 1, open: 1, createdAt: 1, _id: 1 } },
      { name: 'by number', keys: { number: 1 } },
      { name: 'by number of another channel', keys: { 'origin.number': 1 } },
      { name: 'reopened', keys: { open: 1, reopened: -1, _id: -1 } },
      { name: 'returned', keys: { open: 1, returned: -1, _id: -1 } },
      { name: 'urged', keys: { open: 1, urgedAt: -1, _id: -1 } },
      { name: 'answers owed to the dispatcher', keys: { answerDue: 1, _id: 1 } },
      { name: 'wishes', keys: { 'wish.at': 1, _id: 1 } },
      { name: 'unowned', keys: { 'owner.kind': 1, open: 1, due: 1, _id: 1 } },
      { name: 'public, latest first', keys: { public: 1, createdAt: -1 } },
      { name: 'changed since', keys: { updatedAt: 1, _id: 1 } },
      { name: 'promises that end', keys: { open: 1, promise: 1, _id: 1 } },
      { name: 'alarms', keys: { 'alarm.at': 1 } },
      { name: 'news for followers', keys: { newsAt: 1 } },
      { name: 'public cases of a tile', keys: { tile: 1, public: 1, updatedAt: -1, _id: -1 } },
      { name: 'picture checks', keys: { 'photos.trace': 1 } },
      { name: 'picture checks of evidence', keys: { 'timeline.photos.trace': 1 } },
    ],
  },
  follows: {
    indexes: [
      { name: 'followers to be told', keys: { case: 1, toldAt: 1 } },
      { name: 'of a person', keys: { 'follower.person': 1, createdAt: -1 } },
      { name: 'my messages', keys: { 'notices.person': 1, updatedAt: -1 } },
      { name: 'messages owed', keys: { owed: 1, updatedAt: 1 } },
    ],
  },
  sessions: {
    indexes: [
      { name: 'offerings, workdays and sessions of a service', keys: { services: 1, start: 1 } },
      { name: 'of an organisation', keys: { 'organisation.id': 1, start: 1 } },
      { name: 'sessions of a worker', keys: { 'worker.person': 1, start: 1 } },
      { name: 'of an organisation, not yet over', keys: { 'organisation.id': 1, end: 1 } },
      { name: 'of a worker, not yet over', keys: { 'worker.person': 1, end: 1 } },
      { name: 'places for those who wait', keys: { waited: 1, touchedAt: 1 } },
      { name: 'seats to settle', keys: { unsettled: 1, touchedAt: 1 } },
      { name: 'lessons of a substitute, not yet over', keys: { 'lessons.worker.person': 1, end: 1 } },
      { name: 'courses to follow', keys: { following: 1 } },
    ],
  },
  bookings: {
    indexes: [
      { name: 'my bookings', keys: { people: 1, slot: -1 } },
      { name: 'my bookings ahead', keys: { people: 1, open: 1, slot: 1 } },
      { name: 'visits of a guest', keys: { 'guest.person': 1, slot: -1 } },
      { name: 'of a session', keys: { session: 1, slot: 1 } },
      { name: 'of a series', keys: { series: 1, slot: 1 } },
      { name: 'due', keys: { dueAt: 1 } },
      { name: 'places to give back', keys: { 'leaving.session': 1, updatedAt: 1 } },
      { name: 'to count', keys: { uncounted: 1, updatedAt: 1 } },
      { name: 'alarms to open a case for', keys: { 'alarm.opening': 1, 'alarm.at': 1 } },
      { name: 'my messages', keys: { 'notices.person': 1, updatedAt: -1 } },
      { name: 'messages owed', keys: { owed: 1, updatedAt: 1 } },
      { name: 'organisation board', keys: { organisationId: 1, state: 1, slot: 1 } },
      { name: 'day of a worker', keys: { workerId: 1, start: 1 } },
      { name: 'never answered', keys: { state: 1, start: 1 } },
      { name: 'never brought to an end', keys: { state: 1, end: 1 } },
      { name: 'picture checks', keys: { 'record.photos.trace': 1 } },
    ],
  },
  organisations: { indexes: [{ name: 'to lay out', keys: { laidOutUntil: 1 } }] },
  contracts: {
    indexes: [
      { name: 'of an organisation', keys: { organisation: 1, until: 1 } },
      { name: 'running', keys: { until: 1 } },
      { name: 'hours to settle', keys: { unsettled: 1, touchedAt: 1 } },
    ],
  },
  /** Visits that repeat; the sweep books them as far ahead as days are laid out. */
  series: {
    indexes: [
      { name: 'of a guest', keys: { 'guest.person': 1, createdAt: -1 } },
      { name: 'to go on', keys: { active: 1, bookedUntil: 1 } },
    ],
  },
  /** Answers of picture checks that came before our own write. _id = trace id. */
  checks: { indexes: [{ name: 'old answers', keys: { at: 1 } }] },
  /** What the cases of a day add to the figures, and how far the counting has come. */
  measures: { indexes: [{ name: 'days of a month', keys: { month: 1 } }] },
  /** Who saw which sealed field, when and why. */
  audit: { indexes: [{ name: 'of a subject', keys: { subject: 1, at: -1 } }] },
}
