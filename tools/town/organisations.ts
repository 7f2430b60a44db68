import { addDays, isPublicHoliday, isWorkingDay } from '../../cloudfunctions/domain/calendar'
import { daysLaidOut, shiftsOn } from '../../cloudfunctions/domain/layout'
import type { Organisation, RosterException, RosteredWorker, Shift } from '../../cloudfunctions/domain/organisation'
import { refOf } from '../../cloudfunctions/domain/person'
import { dayOf } from '../../cloudfunctions/domain/time'
import type { Day, Instant } from '../../cloudfunctions/domain/time'
import type { TownFolder } from './folder'
import { spotIn } from './grids'
import type { MadeUp } from './madeUp'
import type { Population, Worker } from './people'
import { random } from './random'

/** Ratings that an organisation has from before the demonstration's life. */
const earlierRatings = 40

/**
 * The organisations with who works when. `days` are those of the demonstration's life, past ones too; on `shownDays` the social worker on
 * the phones works whatever the calendar says.
 */
export function makeOrganisations(
  folder: TownFolder,
  { rosters: made }: Pick<MadeUp, 'rosters'>,
  { workers, people: everyone }: Pick<Population, 'workers' | 'people'>,
  { now, days, shownDays }: { now: Instant; days: Day[]; shownDays: Day[] },
): Organisation[] {
  const chance = random(made.seed)
  const village = folder.grids.features.find(({ id }) => id === made.park.village)
  if (!village) throw new Error(`made-up/rosters.json: park.village: there is no ${made.park.village}`)
  const park = { name: made.park.name, ...spotIn(village.geometry, chance) }
  const byVideo = new Set(folder.services.services.filter(({ channels }) => channels?.includes('video')).map(({ skill }) => skill))
  const receiving = new Set(folder.services.services.filter(({ kind }) => kind === 'appointment').map(({ id }) => id))
  const visits = new Set(folder.services.services.filter(({ kind }) => kind === 'visit').map(({ id }) => id))
  const shown = everyone.find(({ openid }) => openid === 'worker-1')
  const { leave, late, holiday, shown: asked } = made.exceptions

  function rostered({ person, skills, languages, gender, week }: Worker, advises: string[]): RosteredWorker {
    const pattern = week === undefined ? [] : made.weeks[week]
    if (!pattern) throw new Error(`made-up/rosters.json: there is no week ${week}`)
    return {
      worker: refOf(person),
      skills,
      languages,
      gender,
      week: Array.from({ length: 7 }, (_, day) =>
        pattern.filter((shift) => shift.days.includes(day)).map(({ from, until }) => ({ from, until })),
      ),
      advises,
      ...(skills.some((skill) => byVideo.has(skill)) ? { video: `https://meeting.example/${person.openid}` } : {}),
    }
  }

  function exceptionsOf(one: RosteredWorker, atHome: boolean): RosterException[] {
    const person = one.worker.person
    const list = new Map<Day, RosterException>()
    const add = (day: Day, shifts: Shift[], why: string) => list.set(day, { person, day, shifts, why })
    if (chance.chance(leave.share)) {
      const [first, why] = [chance.whole(0, days.length - 5), chance.pick(leave.why)]
      for (const day of days.slice(first, first + chance.whole(1, 4))) add(day, [], why)
    }
    if (atHome && chance.chance(late.share)) {
      const day = chance.pick(days)
      if (isWorkingDay(day) && !list.has(day)) add(day, [{ from: late.from, until: late.until }], late.why)
    }
    for (const day of days) {
      if (!isPublicHoliday(day)) continue
      if (atHome && chance.chance(holiday.share) && !list.has(day)) add(day, [{ from: holiday.from, until: holiday.until }], holiday.why)
    }
    if (person === shown?._id) {
      list.clear()
      for (const day of shownDays) {
        const [first] = shiftsOn(one, [], day)
        if (first === undefined || first.from > asked.from) add(day, [{ from: asked.from, until: asked.until }], asked.why)
      }
    }
    return [...list.values()]
  }

  return folder.organisations.map((organisation): Organisation => {
    const { id, name, phone, field, services, rating } = organisation
    const villages = made.advisers.filter((adviser) => adviser.organisation === id).map((adviser) => adviser.village)
    const roster = (workers.get(id) ?? []).map((worker, at) => {
      const advised = villages.filter((_, nth) => nth % Math.max(1, workers.get(id)?.length ?? 1) === at)
      return rostered(worker, advised)
    })
    const atHome = services.some((service) => visits.has(service))
    const at = addDays(now, -90)
    return {
      _id: id,
      id,
      version: 1,
      requests: [],
      name,
      phone,
      field,
      ...(services.some((service) => receiving.has(service)) ? { place: park } : {}),
      roster,
      exceptions: roster.flatMap((one) => exceptionsOf(one, atHome)),
      laidOutUntil: dayOf(addDays(now, daysLaidOut)),
      rating: { stars: rating, count: earlierRatings },
      createdAt: at,
      updatedAt: at,
    }
  })
}
