import { assign, deskOwner, weighed } from '../../cloudfunctions/domain/assignment'
import { addDays, addWorkingHours } from '../../cloudfunctions/domain/calendar'
import { peopleOf } from '../../cloudfunctions/domain/case'
import type { Case } from '../../cloudfunctions/domain/case'
import { openCase } from '../../cloudfunctions/domain/caseOpening'
import { closeSilently, decide, silenceDays } from '../../cloudfunctions/domain/caseSteps'
import type { CaseCommand } from '../../cloudfunctions/domain/caseSteps'
import type { Cell, Grid } from '../../cloudfunctions/domain/grid'
import { documentId } from '../../cloudfunctions/domain/identifiers'
import type { Person } from '../../cloudfunctions/domain/person'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import type { Item, TownData } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'
import { locatorOf, positionsOf, spotIn } from './grids'
import type { MadeUp } from './madeUp'
import { random } from './random'
import type { Random } from './random'
import { settled } from './settled'

/** Sixty days of made-up matters, each taken through the rules that real ones go through: owner, reason, clocks, sentences, messages. */

interface Move {
  at: Instant
  command: CaseCommand
}
interface Plan {
  reporter: Person
  item: Item
  text: string
  place: Case['place']
  at: Instant
  /** What happens next to the case as it is; nothing more when undefined. */
  next(found: Case): Move | undefined
}
export interface Setting {
  town: TownData
  madeUp: MadeUp
  people: Person[]
  grids: Grid[]
  now: Instant
  daysBack: number
}

const helped = ['我们的部分已经办完', '配合处理完了', '现场已经看过，该做的都做了']

export function makeCases(setting: Setting): Case[] {
  const { people, grids, now, town } = setting
  const personOf = new Map(people.map((person) => [person._id, person]))
  const dispatcher = people.find(({ roles }) => roles.some(({ role }) => role === 'dispatcher'))
  const chance = random(`${setting.madeUp.cases.seed} helpers`)
  const desks = grids.filter((grid): grid is Extract<Grid, { desk: unknown }> => grid.level !== 'cell')
  const located = locatorOf(grids)
  /** When each holder owed something, so that the least loaded is found as it would have been then. */
  const busy = new Map<string, { from: Instant; to: Instant }[]>()

  function open({ reporter, item, text, place, at }: Plan, request: string): Case {
    const where = located(place)
    const loads = new Map<string, number>()
    for (const holder of weighed(where, item, at)) {
      loads.set(holder, busy.get(holder)?.filter(({ from, to }) => from <= at && at < to).length ?? 0)
    }
    const assignment = assign({ item, located: where, now: at, loads, desks, town })
    return openCase({
      request,
      now: at,
      reporter,
      item,
      written: { text, photos: [], place, private: false },
      textPassed: true,
      cell: where.cell,
      assignment,
      town,
    })
  }

  function actorOf(found: Case, command: CaseCommand): Person | undefined {
    if (command.step === 'assign') return dispatcher
    if (command.step === 'accept' || command.step === 'resolve') return personOf.get(peopleOf(found.owner)[0]?.person ?? '')
    return personOf.get(found.reporter.person)
  }

  function live(plan: Plan, number: number): Case {
    let found = open(plan, documentId(plan.reporter.openid, 'report.submit', `demonstration-${number}`))
    let since = plan.at
    for (let move = plan.next(found); move && move.at <= now; move = plan.next(found)) {
      const { at, command } = move
      if (found.due !== undefined) note(found.holder, since, at)
      // Departments that help have done their part before the owner says that it is solved.
      for (const { key, people: helpers, done } of command.step === 'resolve' ? found.partners : []) {
        if (done) continue
        found = take(found, { step: 'finishPart', key, note: chance.pick(helped), photos: [] }, personOf.get(helpers[0]?.person ?? ''), at)
      }
      const actor = actorOf(found, command)
      if (!actor && command.step !== 'closeSilently') break
      found = take(found, command, actor, at)
      since = at
    }
    if (found.due !== undefined) note(found.holder, since, '9')
    return settled(found)
  }
  function take(found: Case, command: CaseCommand, actor: Person | undefined, at: Instant): Case {
    const decision =
      command.step === 'closeSilently'
        ? closeSilently(found, at)
        : actor && decide(found, command, { person: actor, version: found.version }, at)
    if (!decision?.ok) throw new Error(`${command.step} at ${at} of ${found.number}: ${decision ? decision.code : 'nobody'}`)
    return applyStep(
      found,
      documentId(actor?.openid ?? 'system', `report.${command.step}`, `${found._id}-${found.version}`),
      at,
      decision.data,
    ).next
  }
  function note(holder: string, from: Instant, to: Instant): void {
    busy.set(holder, [...(busy.get(holder) ?? []), { from, to }])
  }

  const plans = [...demonstrationPlans(setting), ...randomPlans(setting)]
  return plans.sort((a, b) => (a.at < b.at ? -1 : 1)).map(live)
}

function itemOf(town: TownData, id: string): Item {
  const item = town.items.find((one) => one.id === id)
  if (!item) throw new Error(`made-up/cases.json: there is no item ${id}`)
  return item
}

function demonstrationPlans({ town, madeUp, people, grids, now }: Setting): Plan[] {
  const chance = random(`${madeUp.cases.seed} demonstration`)
  const { grid } = madeUp.people.demonstration
  const cell = grids.find(({ _id }) => _id === grid) as Cell
  const [resident, elder, ...neighbours] = people.filter(({ home }) => home?.grid === grid)
  return madeUp.cases.demonstration.map(({ by, item: id, text, hoursAgo, steps, outside }, number): Plan => {
    const item = itemOf(town, id)
    const reporter = { resident, elder, neighbour: neighbours[number % neighbours.length] }[by]
    if (!reporter) throw new Error(`made-up/people.json: nobody lives in ${grid}`)
    const at = addMinutes(now, -Math.round(hoursAgo * 60))
    const pause = (hoursAgo * 60) / (steps.length + 1)
    let taken = 0
    return {
      reporter,
      item,
      text,
      place: outside ? beyond(grids, chance) : { ...spotIn(cell.boundary, chance), name: `${cell.name}附近` },
      at,
      next: () => {
        const step = steps[taken++]
        return step && { at: addMinutes(at, Math.round(pause * taken)), command: commandOf(step, madeUp, item, town.grid, chance) }
      },
    }
  })
}

/** A place just east of the town. */
function beyond(grids: Grid[], chance: Random): Case['place'] {
  const positions = grids.flatMap((grid) => (grid.level === 'cell' ? positionsOf(grid.boundary) : []))
  const [longitude, latitude] = positions.reduce((east, position) => (position[0] > east[0] ? position : east))
  const off = () => Math.round((0.003 + chance.fraction() * 0.004) * 1e5) / 1e5
  return { longitude: Number((longitude + off()).toFixed(5)), latitude: Number((latitude + off()).toFixed(5)), name: '镇界外的路边' }
}

function commandOf(
  step: 'accept' | 'resolve' | 'confirm' | 'reopen' | 'withdraw',
  { cases }: MadeUp,
  item: Item,
  townGrid: string,
  chance: Random,
): CaseCommand {
  switch (step) {
    case 'accept':
      return { step }
    case 'resolve':
      return { step, note: chance.pick(cases.resolved[item.class] ?? []), photos: [], townGrid }
    case 'confirm':
      return { step, stars: chance.pick([5, 5, 5, 5, 4, 4, 3]), reasons: [], text: chance.pick(cases.thanks) }
    case 'reopen':
      return { step, reason: chance.pick(cases.reopened), photos: [] }
    case 'withdraw':
      return { step, reason: chance.pick(cases.withdrawn) }
  }
}

function randomPlans({ town, madeUp, people, grids, now, daysBack }: Setting): Plan[] {
  const { cases, people: made } = madeUp
  const chance = random(cases.seed)
  const residents = people.filter(({ home, roles }) => home && roles.length === 0 && home.grid !== made.demonstration.grid)
  const cellOf = new Map(grids.filter((grid): grid is Cell => grid.level === 'cell').map((cell) => [cell._id, cell]))
  const items = Object.keys(cases.texts).map((id) => itemOf(town, id))

  return Array.from({ length: cases.count - cases.demonstration.length }, (_, number): Plan => {
    const reporter = chance.pick(residents)
    const cell = cellOf.get(chance.chance(0.8) ? (reporter.home?.grid as string) : chance.pick([...cellOf.keys()])) as Cell
    const item = chance.pick(items)
    const street = chance.pick(made.streets)
    const place = { ...spotIn(cell.boundary, chance), name: `${cell.village.name}${street}附近` }
    // The closer to today, the more there is.
    const day = dayOf(addDays(now, -Math.floor(daysBack * chance.fraction() * chance.fraction())))
    const wall = `${String(chance.whole(6, 21)).padStart(2, '0')}:${String(chance.whole(0, 59)).padStart(2, '0')}`
    const at = instantAt(day, wall)
    return {
      reporter,
      item,
      text: chance.pick(cases.texts[item.id] ?? []).replace('{street}', street),
      place: number < cases.outsideTown ? beyond(grids, chance) : place,
      // What would lie in the future today happened at the same hour yesterday.
      at: at < now ? at : addDays(at, -1),
      next: habits(cell, { town, grids, madeUp }, item, chance),
    }
  })
}

/** How the people of this case go about it: most in time, some late, a few never. */
function habits(cell: Cell, { town, grids, madeUp }: Pick<Setting, 'town' | 'grids' | 'madeUp'>, item: Item, chance: Random): Plan['next'] {
  const forgotten = chance.chance(0.03)
  const village = grids.find(({ _id }) => _id === cell.village.grid)
  const after = (from: Instant, hours: number) => addMinutes(addWorkingHours(from, hours), chance.whole(1, 9))
  const command = (step: 'accept' | 'resolve' | 'confirm' | 'reopen' | 'withdraw') => commandOf(step, madeUp, item, town.grid, chance)

  return (found) => {
    const { state, updatedAt: since, version, owner } = found
    if (state === 'reported') {
      const late = addMinutes(found.due ?? since, chance.whole(30, 240))
      if (forgotten) return undefined
      if (version === 1 && chance.chance(0.04)) return { at: after(since, 0.3), command: command('withdraw') }
      if (version === 1 && owner.kind === 'member' && village && village.level !== 'cell' && chance.chance(0.06)) {
        return { at: late, command: { step: 'assign', owner: deskOwner(village), reason: chance.pick(madeUp.cases.reassigned) } }
      }
      return { at: chance.chance(0.1) ? late : after(since, item.hours.accept * chance.fraction() * 0.9), command: command('accept') }
    }
    if (state === 'accepted') {
      return {
        at: after(since, item.hours.resolve * (0.1 + chance.fraction() * (chance.chance(0.12) ? 2 : 0.85))),
        command: command('resolve'),
      }
    }
    if (state !== 'resolved') return undefined
    const luck = chance.fraction()
    if (luck < 0.1 && found.reopened === 0) return { at: addMinutes(since, chance.whole(300, 3000)), command: command('reopen') }
    if (luck < 0.75) return { at: addMinutes(since, chance.whole(60, 4000)), command: command('confirm') }
    return { at: addMinutes(addDays(since, silenceDays), chance.whole(1, 60)), command: { step: 'closeSilently' } }
  }
}
