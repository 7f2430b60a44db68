import type { Demonstration } from './demonstration'

/** Every page of the app with somebody who uses it. `path` may need the id of something that this person has. */
export interface Shown {
  name: string
  person: string
  path: (town: Demonstration) => Promise<string>
}

interface List {
  cases: { id: string; state: string }[]
  bookings: { id: string; state: string; kind: string }[]
}

async function first(
  town: Demonstration,
  person: string,
  action: string,
  input: object,
  wanted: (row: { state: string }) => boolean = () => true,
): Promise<string> {
  const { cases, bookings } = (await town.invoke(person, action, input)) as Partial<List>
  const found = (cases ?? bookings ?? []).find(wanted)
  if (!found) throw new Error(`${person} has nothing for ${action}`)
  return found.id
}

/** A course that an organisation gives in the coming week. */
async function course(town: Demonstration, organisation: string): Promise<string> {
  const { days } = (await town.invoke(organisation, 'booking.week', {})) as { days: { workers: { items: { session?: string }[] }[] }[] }
  const found = days.flatMap(({ workers }) => workers.flatMap(({ items }) => items.flatMap(({ session }) => session ?? [])))[0]
  if (found === undefined) throw new Error(`${organisation} gives no course this week`)
  return encodeURIComponent(found)
}

const plain = (name: string, person: string, path = name): Shown => ({ name, person, path: () => Promise.resolve(path) })

export const pages: Shown[] = [
  plain('home', 'resident-1', 'pages/home/home'),
  plain('home-elder', 'elder-1', 'pages/home/home'),
  plain('home-member', 'member-1', 'pages/home/home'),
  plain('matters', 'resident-1', 'pages/matters/matters'),
  plain('messages', 'resident-1', 'pages/messages/messages'),
  plain('me', 'elder-1', 'pages/me/me'),
  plain('report-submit', 'resident-1', 'packages/report/submit/submit'),
  {
    name: 'report-case',
    person: 'resident-1',
    path: async (town) => `packages/report/case/case?id=${await first(town, 'resident-1', 'report.mine', {})}`,
  },
  plain('booking-services', 'elder-1', 'packages/booking/services/services'),
  plain('booking-visit', 'elder-1', 'packages/booking/service/service?id=cleaning'),
  plain('booking-appointment', 'resident-1', 'packages/booking/service/service?id=legal-advice'),
  plain('booking-class', 'resident-1', 'packages/booking/service/service?id=smartphone'),
  {
    name: 'booking',
    person: 'elder-1',
    path: async (town) => `packages/booking/booking/booking?id=${await first(town, 'elder-1', 'booking.mine', {})}`,
  },
  {
    name: 'booking-done',
    person: 'elder-1',
    path: async (town) =>
      `packages/booking/booking/booking?id=${await first(town, 'elder-1', 'booking.mine', {}, ({ state }) => state === 'done')}`,
  },
  {
    name: 'booking-move',
    person: 'elder-1',
    path: async (town) =>
      `packages/booking/service/service?id=cleaning&move=${await first(town, 'elder-1', 'booking.mine', {}, ({ state }) => state === 'assigned')}`,
  },
  {
    name: 'booking-slip',
    person: 'elder-1',
    path: async (town) => `packages/booking/slip/slip?id=${await first(town, 'elder-1', 'booking.mine', {})}`,
  },
  plain('matters-family', 'family-1', 'pages/matters/matters'),
  plain('booking-services-family', 'family-1', 'packages/booking/services/services'),
  plain('booking-reception', 'resident-1', 'packages/booking/service/service?id=reception'),
  plain('booking-obstacle', 'elder-1', 'packages/booking/service/service?id=photo-video'),
  plain('booking-hours', 'resident-1', 'packages/booking/hours/hours'),
  plain('booking-hours-none', 'dispatcher-1', 'packages/booking/hours/hours'),
  plain('booking-family', 'elder-1', 'packages/booking/family/family'),
  plain('booking-family-daughter', 'family-1', 'packages/booking/family/family'),
  plain('booking-contact', 'resident-1', 'packages/booking/contact/contact'),
  {
    name: 'booking-contact-daughter',
    person: 'family-1',
    path: async (town) => {
      const { iMayBookFor } = (await town.invoke('family-1', 'person.family', {})) as { iMayBookFor: { id: string }[] }
      return `packages/booking/contact/contact?for=${iMayBookFor[0]?.id}`
    },
  },
  plain('booking-join', 'resident-2', 'packages/booking/join/join'),
  plain('booking-trust', 'member-1', 'packages/booking/trust/trust'),
  plain('work-inbox', 'member-1', 'packages/work/inbox/inbox'),
  {
    name: 'work-case',
    person: 'member-1',
    path: async (town) =>
      `packages/work/case/case?id=${await first(town, 'member-1', 'report.inbox', {}, ({ state }) => state === 'accepted')}`,
  },
  plain('work-visits', 'worker-1', 'packages/work/visits/visits'),
  {
    name: 'work-visit',
    person: 'worker-1',
    path: async (town) => `packages/work/visit/visit?id=${await first(town, 'worker-1', 'booking.visits', {})}`,
  },
  plain('work-board', 'organisation-1', 'packages/work/board/board'),
  {
    name: 'work-request',
    person: 'organisation-1',
    path: async (town) => `packages/work/request/request?id=${await first(town, 'organisation-1', 'booking.board', { tab: 'requested' })}`,
  },
  plain('work-week', 'organisation-1', 'packages/work/board/board?tab=week'),
  plain('work-manage', 'organisation-1', 'packages/work/board/board?tab=manage'),
  {
    name: 'work-register',
    person: 'organisation-5',
    path: async (town) => `packages/work/register/register?session=${await course(town, 'organisation-5')}`,
  },
  {
    name: 'work-door',
    person: 'organisation-5',
    path: async (town) => `packages/work/door/door?session=${await course(town, 'organisation-5')}&lesson=4`,
  },
  plain('work-leave', 'worker-1', 'packages/work/leave/leave'),
  plain('work-residents', 'desk-1', 'packages/work/residents/residents'),
  plain('work-enrol', 'member-1', 'packages/work/enrol/enrol'),
  plain('organisation-roster', 'organisation-1', 'packages/organisation/roster/roster'),
  {
    name: 'organisation-worker',
    person: 'organisation-1',
    path: async (town) => {
      const { workers } = (await town.invoke('organisation-1', 'booking.roster', {})) as { workers: { id: string }[] }
      return `packages/organisation/worker/worker?id=${workers[0]?.id}`
    },
  },
  plain('organisation-offerings', 'organisation-1', 'packages/organisation/offerings/offerings'),
  plain('organisation-statement', 'organisation-1', 'packages/organisation/statement/statement'),
  plain('organisation-contracts', 'dispatcher-1', 'packages/organisation/statement/statement'),
  plain('organisation-course', 'organisation-5', 'packages/organisation/course/course'),
  {
    name: 'organisation-course-change',
    person: 'organisation-5',
    path: async (town) => `packages/organisation/course/change?session=${await course(town, 'organisation-5')}`,
  },
  plain('work-record', 'member-1', 'packages/work/record/record'),
  plain('work-roster', 'member-1', 'packages/work/roster/roster'),
  plain('work-rosters', 'dispatcher-1', 'packages/work/roster/roster'),
  plain('report-around', 'resident-1', 'packages/report/around/around'),
  plain('command-intake', 'dispatcher-1', 'packages/command/intake/intake'),
  plain('command-measures', 'dispatcher-1', 'packages/command/measures/measures'),
  plain('command-queue', 'dispatcher-1', 'packages/command/queue/queue'),
  {
    name: 'command-case',
    person: 'dispatcher-1',
    path: async (town) => `packages/command/case/case?id=${await first(town, 'dispatcher-1', 'report.queue', { queue: 'late' })}`,
  },
]
