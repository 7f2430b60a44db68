// Our dispatch beside sending the nearest who is free, and anybody who is free, over the same month of visits: the same wishes, the same
// hard rules, the same cancellations and illness.
import type { CrewMember, Offering, VisitTaker, Workday } from '../../cloudfunctions/domain/booking'
import { ableAt, dispatch, freeAt, meets } from '../../cloudfunctions/domain/dispatch'
import type { VisitNeed } from '../../cloudfunctions/domain/dispatch'
import { distance } from '../../cloudfunctions/domain/geometry'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { addedMetres, visitsOf } from '../../cloudfunctions/domain/workday'
import { random } from '../../tools/town/random'
import type { Random } from '../../tools/town/random'
import type { Figure } from './bench'
import { days, makeMonth, minutesOf, needOf, townBefore } from './month'
import type { Month, Wanted } from './month'

const seeds = ['july-1', 'july-2']

interface Chosen {
  organisation: string
  worker: string
}
/** Whom to send, of those who can come, or nobody. `within` = only one organisation's crew, for a visit that it has promised. */
type Policy = (bookables: (Offering | Workday)[], need: VisitNeed, month: Month, chance: Random) => Chosen | undefined

/** Everybody who can come, by the hard rules that dispatch has. */
function candidates(bookables: (Offering | Workday)[], need: VisitNeed): { workday: Workday; member: CrewMember }[] {
  const crews = bookables.flatMap((one) => (one.kind === 'visit' ? one.crew.map((member) => ({ workday: one, member })) : []))
  const able = new Set(ableAt(bookables, need))
  return crews.filter(({ member }) => able.has(member))
}

function sent({ workday, member }: { workday: Workday; member: CrewMember }): Chosen {
  return { organisation: workday.organisation.id, worker: member.worker.person }
}

const policies: Record<string, Policy> = {
  'our dispatch': (bookables, need) => {
    const [best] = dispatch(bookables, need)
    return best && { organisation: best.offering.organisation.id, worker: best.worker.worker.person }
  },
  'nearest free': (bookables, need, { bases }) => {
    const { point } = need.home
    if (!point) return undefined
    const byWay = candidates(bookables, need).map((one) => {
      const id = one.member.worker.person
      const span = { ...need, skill: need.service.skill, home: point }
      return { one, metres: addedMetres(one.workday, id, span) ?? distance(bases.get(id) ?? point, point) }
    })
    const nearest = byWay.sort((a, b) => a.metres - b.metres)[0]
    return nearest && sent(nearest.one)
  },
  'random free': (bookables, need, _month, chance) => {
    const able = candidates(bookables, need)
    return able.length === 0 ? undefined : sent(chance.pick(able))
  },
}

type Event = { at: Instant; what: 'book' | 'cancel'; wanted: Wanted } | { at: Instant; what: 'ill'; day: string; worker: string }

interface Outcome {
  wanted: number
  onWish: number
  refused: number
  lostToIllness: number
  visits: number
  withUsual: number
  ofUsual: number
  /** When the usual carer, or somebody who meets all wishes, could come: how often that was so, and how often they were sent. */
  could: { usual: number; usualCame: number; wish: number; wishMet: number }
  legs: number
  metres: number
  used: Map<string, number>
  bought: Map<string, number>
}

/** Other times that an elder would take: that day first, then up to three days away, the nearest in time first. */
function insteadOf({ service, start, at }: Wanted): Instant[] {
  const around = [0, 1, -1, 2, -2, 3, -3].map((by) => dayOf(addMinutes(start, by * 24 * 60))).filter((day) => days.includes(day))
  const gap = (one: Instant) => Math.abs(Date.parse(one) - Date.parse(start))
  return around.flatMap((day) =>
    (service.starts ?? [])
      .map((wall) => instantAt(day, wall))
      .filter((one) => one !== start && one > addMinutes(at, 60))
      .sort((a, b) => gap(a) - gap(b) || (a < b ? -1 : 1)),
  )
}

function simulate(month: Month, policy: Policy, seed: string): Outcome {
  const chance = random(seed)
  const byDay = new Map(
    days.map((day) => [day, new Map(month.workdays.filter((one) => one.day === day).map((one) => [one.organisation.id, one]))]),
  )
  const minutesLeft = new Map(month.offerings.map(({ organisation, standing }) => [organisation.id, standing.minutesLeft]))
  const placed = new Map<string, { organisation: string; day: string; wanted: Wanted }>()
  let refused = 0
  let onWish = 0
  let lostToIllness = 0
  const could = { usual: 0, usualCame: 0, wish: 0, wishMet: 0 }

  const bookablesOn = (day: string): (Offering | Workday)[] => [
    ...month.offerings.map((one) => ({ ...one, standing: { ...one.standing, minutesLeft: minutesLeft.get(one.organisation.id) ?? 0 } })),
    ...(byDay.get(day)?.values() ?? []),
  ]
  const spend = (organisation: string, minutes: number) => minutesLeft.set(organisation, (minutesLeft.get(organisation) ?? 0) - minutes)
  const set = (workday: Workday) => byDay.get(workday.day)?.set(workday.organisation.id, workday)

  function place(wanted: Wanted, need: VisitNeed): boolean {
    const day = dayOf(need.start)
    const bookables = bookablesOn(day)
    const chosen = freeAt(bookables, need) > 0 ? policy(bookables, need, month, chance) : undefined
    const workday = chosen && byDay.get(day)?.get(chosen.organisation)
    if (!workday) return false
    const { start, end, home, now } = need
    const taker: VisitTaker = {
      booking: wanted.id,
      person: wanted.elder._id,
      at: now,
      start,
      end,
      skill: need.service.skill,
      worker: chosen.worker,
      ...(home.point && { home: home.point }),
    }
    const able = ableAt(bookables, need)
    const worker = able.find((member) => member.worker.person === chosen.worker) as CrewMember
    const { language, gender } = wanted.elder.wish
    if (able.some((member) => member.worker.person === wanted.usual)) {
      could.usual++
      if (chosen.worker === wanted.usual) could.usualCame++
    }
    if ((language ?? gender) !== undefined && able.some((member) => meets(member, { language, gender }))) {
      could.wish++
      if (meets(worker, { language, gender })) could.wishMet++
    }
    set({ ...workday, takers: [...workday.takers, taker] })
    spend(chosen.organisation, need.coverMinutes)
    placed.set(wanted.id, { organisation: chosen.organisation, day, wanted })
    return true
  }

  function leave(id: string): void {
    const at = placed.get(id)
    const workday = at && byDay.get(at.day)?.get(at.organisation)
    if (!workday) return
    set({ ...workday, takers: workday.takers.filter(({ booking }) => booking !== id) })
    spend(at.organisation, -at.wanted.service.minutes)
    placed.delete(id)
  }

  const events: Event[] = [
    ...month.wanted.map((wanted): Event => ({ what: 'book', at: wanted.at, wanted })),
    ...month.wanted.flatMap((wanted): Event[] => (wanted.cancelledAt ? [{ what: 'cancel', at: wanted.cancelledAt, wanted }] : [])),
    ...month.ill.map(({ day, worker }): Event => ({ what: 'ill', at: instantAt(day, '07:00'), day, worker })),
  ]
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const event of events) {
    if (event.what === 'cancel') leave(event.wanted.id)
    if (event.what === 'book') {
      const { wanted } = event
      if (place(wanted, needOf(wanted))) onWish++
      else if (!insteadOf(wanted).some((start) => place(wanted, needOf({ ...wanted, start })))) refused++
    }
    if (event.what === 'ill') {
      const { day, worker: ill } = event
      for (const workday of byDay.get(day)?.values() ?? []) {
        if (!workday.crew.some(({ worker }) => worker.person === ill)) continue
        const crew = workday.crew.map((member) => (member.worker.person === ill ? { ...member, away: true } : member))
        set({ ...workday, crew })
        for (const { booking, start } of visitsOf(workday, ill)) {
          const was = placed.get(booking)
          leave(booking)
          // Only whoever can come at that very time helps; the promise holds, so its hours do.
          if (was && !place(was.wanted, { ...needOf({ ...was.wanted, start }), now: event.at })) lostToIllness++
        }
      }
    }
  }

  let [visits, withUsual, ofUsual, legs, metres] = [0, 0, 0, 0, 0]
  for (const workday of [...byDay.values()].flatMap((one) => [...one.values()])) {
    for (const member of workday.crew) {
      const list = visitsOf(workday, member.worker.person)
      list.forEach(({ booking, home }, at) => {
        const wanted = placed.get(booking)?.wanted as Wanted
        const before = list[at - 1]?.home
        if (before && home) {
          legs++
          metres += distance(before, home)
        }
        visits++
        if (wanted.usual !== undefined) withUsual++
        if (wanted.usual === member.worker.person) ofUsual++
      })
    }
  }
  const bought = new Map(month.offerings.map(({ organisation, standing }) => [organisation.id, standing.minutesBought]))
  const used = new Map([...bought].map(([id, minutes]) => [id, minutes - (minutesLeft.get(id) ?? 0)]))
  return {
    wanted: month.wanted.length,
    onWish,
    refused,
    lostToIllness,
    visits,
    withUsual,
    ofUsual,
    could,
    legs,
    metres,
    used,
    bought,
  }
}

/** 0 when all have the same, near 1 when one has all. */
function gini(values: number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0)
  const apart = values.reduce((sum, a) => sum + values.reduce((rest, b) => rest + Math.abs(a - b), 0), 0)
  return total === 0 ? 0 : apart / (2 * values.length * total)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function bench(): Figure[] {
  process.env['SEAL_KEY'] ??= Buffer.alloc(32, 7).toString('base64')
  const town = townBefore()
  const months = seeds.map((seed) => ({ seed, month: makeMonth(town, seed) }))
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string): void => void figures.push({ name: `dispatch: ${name}`, value, unit })
  const [one] = months
  if (one) {
    add('a month of visits, care workers', one.month.workers, 'workers')
    add('a month of visits, elders who ask', new Set(one.month.wanted.map(({ elder }) => elder._id)).size, 'elders')
    add('a month of visits, asked for', mean(months.map(({ month }) => month.wanted.length)), 'visits')
    add('hours asked for, of hours that shifts have', mean(months.map(({ month }) => loadOf(month))) * 100, '%')
  }
  for (const [name, policy] of Object.entries(policies)) {
    const begin = performance.now()
    const outcomes = months.map(({ seed, month }) => simulate(month, policy, seed))
    const took = performance.now() - begin
    const share = (of: (outcome: Outcome) => number) => mean(outcomes.map(of)) * 100
    const taken = (outcome: Outcome) => [...outcome.used].map(([id, minutes]) => minutes / (outcome.bought.get(id) ?? 1))
    add(
      `${name}, on the wished window`,
      share(({ onWish, wanted }) => onWish / wanted),
      '%',
    )
    add(
      `${name}, refused`,
      share(({ refused, wanted }) => refused / wanted),
      '%',
    )
    add(
      `${name}, by the usual carer of those who have one`,
      share(({ ofUsual, withUsual }) => ofUsual / withUsual),
      '%',
    )
    add(
      `${name}, usual carer sent when free`,
      share(({ could }) => could.usualCame / could.usual),
      '%',
    )
    add(
      `${name}, wished language and gender sent when free`,
      share(({ could }) => could.wishMet / could.wish),
      '%',
    )
    add(`${name}, way between two visits, mean`, mean(outcomes.map(({ metres, legs }) => metres / legs)), 'metres')
    add(
      `${name}, lost to illness`,
      share(({ lostToIllness, visits }) => lostToIllness / visits),
      '%',
    )
    add(`${name}, organisations: Gini of hours used of hours bought`, mean(outcomes.map((outcome) => gini(taken(outcome)))), '')
    add(
      `${name}, organisations: most less least used`,
      share((outcome) => Math.max(...taken(outcome)) - Math.min(...taken(outcome))),
      'points',
    )
    add(`${name}, one decision with everything around it`, took / outcomes.reduce((sum, { wanted }) => sum + wanted, 0), 'ms')
  }
  return figures
}

function loadOf({ wanted, workdays }: Month): number {
  const shifts = workdays.flatMap(({ crew }) => crew.flatMap((member) => member.shifts))
  return wanted.reduce((sum, { service }) => sum + service.minutes, 0) / shifts.reduce((sum, span) => sum + minutesOf(span), 0)
}
