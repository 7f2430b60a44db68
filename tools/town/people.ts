import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Shift, TeamMember } from '../../cloudfunctions/domain/grid'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Part, Person, Role } from '../../cloudfunctions/domain/person'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { dayOf } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { maskAddress, maskPhone, seal } from '../../cloudfunctions/platform/seal'
import type { TownFolder } from './folder'
import { spotIn } from './grids'
import type { Staff } from './grids'
import type { MadeUp } from './madeUp'
import { random } from './random'
import type { Random } from './random'

/** The made-up people of a demonstration town. Their phones lie in 1300000xxxx, a block of numbers that calls nobody. */

const workdays = [1, 2, 3, 4, 5]
const everyDay = [0, 1, 2, 3, 4, 5, 6]
const day: Shift[] = [
  { weekdays: workdays, from: '08:30', to: '12:00' },
  { weekdays: workdays, from: '14:00', to: '17:30' },
]
/** 错时: when people are at home. */
const evening: Shift[] = [
  { weekdays: workdays, from: '12:00', to: '14:00' },
  { weekdays: workdays, from: '17:30', to: '21:30' },
]
const weekend: Shift[] = [{ weekdays: [0, 6], from: '08:30', to: '18:00' }]
const always: Shift[] = [{ weekdays: everyDay, from: '00:00', to: '24:00' }]
const aroundTheWeek = [[...day], [...evening], [...weekend, ...day.slice(1)], [...evening, ...weekend]]

export interface Population extends Staff {
  people: Person[]
}

export function makePeople(folder: TownFolder, { people: made }: Pick<MadeUp, 'people'>, now: Instant): Population {
  const chance = random(made.seed)
  const people: Person[] = []
  const teams: Staff['teams'] = new Map()
  const desks: Staff['desks'] = new Map()
  const since = addDays(now, -90)
  const cells = folder.grids.features.filter(({ properties }) => properties.level === 'cell')
  const demonstration = made.demonstration
  const homeCell = cells.find(({ id }) => id === demonstration.grid)
  if (!homeCell) throw new Error(`made-up/people.json: demonstration.grid: there is no cell ${demonstration.grid}`)
  const villageOf = (cell: (typeof cells)[number]) =>
    folder.villages.find(({ code }) => code === cell.properties.village) as TownFolder['villages'][number]
  const surnames = made.surnames.flatMap((entry) => (/^(.)\1*$/u.test(entry) ? [...entry] : [entry]))
  const someName = () => chance.pick(surnames) + chance.pick(chance.chance(0.5) ? made.women : made.men)
  const used = new Set<string>()
  const lowest = new Map<string, number>()

  /** The next unused 'kind-number', of those that are fit. */
  function nextOpenid(kind: string, fit: (openid: string) => boolean): string {
    for (let number = lowest.get(kind) ?? 1; ; number++) {
      const openid = `${kind}-${number}`
      if (used.has(openid) || !fit(openid)) continue
      used.add(openid)
      while (used.has(`${kind}-${lowest.get(kind) ?? 1}`)) lowest.set(kind, (lowest.get(kind) ?? 1) + 1)
      return openid
    }
  }

  function add(
    kind: string,
    name: string,
    roles: Role[],
    more: Partial<Person> = {},
    fit: (openid: string) => boolean = () => true,
  ): Person {
    const openid = nextOpenid(kind, fit)
    const person: Person = {
      _id: personId(openid),
      version: 1,
      requests: [],
      openid,
      name,
      roles,
      groups: [],
      careMode: false,
      readUntil: addDays(now, -2),
      createdAt: since,
      updatedAt: since,
      ...more,
    }
    people.push(person)
    return person
  }

  function livesAt(cell: (typeof cells)[number], address: string, phone: string): Partial<Person> {
    const village = { grid: cell.properties.village as string, name: villageOf(cell).name }
    return {
      phone: seal(phone),
      phoneMasked: maskPhone(phone),
      address: seal(address),
      addressMasked: maskAddress(address),
      home: { grid: cell.id, gridName: cell.properties.name, village, ...spotIn(cell, chance) },
    }
  }

  const { resident, elder } = demonstration
  add('resident', resident.name, [], livesAt(homeCell, resident.address, resident.phone))
  add('elder', elder.name, [], { ...livesAt(homeCell, elder.address, elder.phone), groups: elder.groups ?? [], careMode: true })
  for (let at = 3; at <= made.residents; at++) {
    // A few neighbours of the people on the phones, old and young.
    const near = at <= 8 || (at > made.elders + 1 && at <= made.elders + 6)
    const cell = near ? homeCell : chance.pick(cells)
    const address = `${villageOf(cell).name}${chance.pick(made.streets)} ${chance.whole(1, 30)} 巷 ${chance.whole(1, 40)} 号`
    const lives = livesAt(cell, address, `1300000${String(5000 + at)}`)
    if (at > made.elders + 1) add('resident', someName(), [], lives)
    else add('elder', someName(), [], { ...lives, groups: someGroups(folder, chance), careMode: chance.chance(0.6) })
  }

  const sizes = teamSizes(cells.length, made.members, chance)
  // The demonstration's cell comes first, so that member-1 works there.
  for (const [at, cell] of [homeCell, ...cells.filter((other) => other !== homeCell)].entries()) {
    const shown = cell === homeCell
    const team: TeamMember[] = []
    const join = (name: string, part: Part, shifts: Shift[], away: TeamMember['away'] = []) => {
      const person = add('member', name, [{ role: 'member', grid: cell.id, gridName: cell.properties.name, part }])
      team.push({ ...refOf(person), part, phone: `1300000${person.openid.replace('member-', '').padStart(4, '0')}`, shifts, away })
    }
    if (shown) {
      const absence = (reason: string) => [{ from: dayOf(addDays(now, -12)), to: dayOf(addDays(now, 60)), reason }]
      join(demonstration.member.name, 'member', always)
      join(demonstration.leader.name, 'leader', day, absence(demonstration.leader.away))
      join(demonstration.second.name, 'member', evening, absence(demonstration.second.away))
    } else {
      join(someName(), 'leader', chance.chance(0.5) ? day : [...day, ...weekend], someAbsence(made, now, chance))
      const members = chance.whole(2, 4)
      const shifts = chance.shuffle(aroundTheWeek)
      for (let index = 0; index < members; index++) join(someName(), 'member', shifts[index] ?? day, someAbsence(made, now, chance))
    }
    while (team.length < (sizes[at] as number)) join(someName(), 'volunteer', chance.chance(0.5) ? evening : weekend)
    teams.set(cell.id, team)
  }

  const desk = (grid: string, gridName: string, names: string[]) => {
    desks.set(
      grid,
      names.map((name) => refOf(add('desk', name, [{ role: 'desk', grid, gridName }]))),
    )
  }
  const villages = [...folder.villages].sort((a, b) => Number(b.code === demonstration.village) - Number(a.code === demonstration.village))
  for (const { code, name } of villages)
    desk(code, name, [code === demonstration.village ? demonstration.desk.name : someName(), someName()])
  desk(folder.town.code, folder.town.name, [someName(), someName(), someName()])

  for (const { id, name } of folder.departments) {
    for (let at = 0; at < made.officersADepartment; at++) {
      const officer = used.has('officer-1') ? someName() : demonstration.officer.name
      add('officer', officer, [{ role: 'officer', department: id, departmentName: name }])
    }
  }
  const organisations = [...folder.organisations].sort(
    (a, b) => Number(b.id === demonstration.organisation) - Number(a.id === demonstration.organisation),
  )
  for (const organisation of organisations) {
    const shown = organisation.id === demonstration.organisation
    const at = { organisation: organisation.id, organisationName: organisation.name }
    add('organisation', shown ? demonstration.staff.name : someName(), [{ role: 'organisation', ...at }], { organisation: organisation.id })
    const skills = folder.services.services.filter(({ id }) => organisation.services.includes(id)).map(({ skill }) => skill)
    // Lists break ties by id: among equals of the shown organisation, the one on the phones comes first.
    const workers = shown ? 6 : organisation.field === 'elder-care' ? 4 : chance.whole(2, 3)
    for (let index = 0; index < workers; index++) {
      add(
        'worker',
        shown && index === 0 ? demonstration.worker.name : someName(),
        [
          {
            role: 'worker',
            ...at,
            skills: index === 0 ? skills : someSkills(skills, chance),
            languages: someLanguages(made, organisation.field, chance),
          },
        ],
        { organisation: organisation.id },
        (openid) => !shown || index === 0 || personId(openid) > personId('worker-1'),
      )
    }
  }
  for (let at = 0; at < made.dispatchers; at++)
    add('dispatcher', at === 0 ? demonstration.dispatcher.name : someName(), [{ role: 'dispatcher' }])

  return { people, teams, desks }
}

function someGroups({ groups }: TownFolder, chance: Random): string[] {
  const [first, second] = chance.shuffle(groups.map(({ id }) => id))
  return chance.chance(0.35) ? [first as string, second as string] : [first as string]
}

/** All skills of the organisation's services but some, and at least one. */
function someSkills(skills: string[], chance: Random): string[] {
  const some = skills.filter(() => chance.chance(0.75))
  return some.length > 0 ? some : [chance.pick(skills)]
}

function someLanguages(made: MadeUp['people'], field: string, chance: Random): string[] {
  if (field === 'foreigners') return [...made.languages, ...made.foreignLanguages]
  return chance.chance(0.4) ? [...made.languages, chance.pick(made.furtherLanguages)] : made.languages
}

function someAbsence(made: MadeUp['people'], now: Instant, chance: Random): TeamMember['away'] {
  if (!chance.chance(0.12)) return []
  const from = chance.whole(-4, 6)
  return [{ from: dayOf(addDays(now, from)), to: dayOf(addDays(now, from + chance.whole(1, 7))), reason: chance.pick(made.away) }]
}

/** Team sizes that differ a little and add up exactly. */
function teamSizes(teams: number, members: number, chance: Random): number[] {
  const sizes = Array.from({ length: teams }, () => Math.floor(members / teams))
  for (let left = members - teams * Math.floor(members / teams); left > 0; left--) sizes[left % teams] = (sizes[left % teams] as number) + 1
  for (let trade = 0; trade < teams; trade++) {
    const [from, to] = [chance.whole(0, teams - 1), chance.whole(0, teams - 1)]
    if ((sizes[from] as number) <= 9) continue
    sizes[from] = (sizes[from] as number) - 1
    sizes[to] = (sizes[to] as number) + 1
  }
  return sizes
}

export interface DemonstrationPerson {
  openid: string
  name: string
  role: string
  grid?: string
  organisation?: string
}

const order = ['resident', 'elder', 'member', 'worker', 'organisation', 'dispatcher', 'desk', 'officer']

/** Everyone of the demonstration with what they are; the first of each kind comes first, and is the one that the phones show. */
export function demonstrationPeople(documents: Person[]): DemonstrationPerson[] {
  const described = documents.map((person): DemonstrationPerson => {
    const [role] = person.roles
    const grid = role && 'grid' in role ? role.grid : person.home?.grid
    return {
      openid: person.openid,
      name: person.name,
      role: role?.role ?? (person.openid.startsWith('elder-') ? 'elder' : 'resident'),
      ...(grid === undefined ? {} : { grid }),
      ...(person.organisation === undefined ? {} : { organisation: person.organisation }),
    }
  })
  const rank = ({ openid, role }: DemonstrationPerson) => [
    Number(openid !== `${role}-1`),
    order.indexOf(role),
    Number(openid.split('-').at(-1)),
  ]
  return described
    .map((person) => ({ person, rank: rank(person) }))
    .sort((a, b) => a.rank[0]! - b.rank[0]! || a.rank[1]! - b.rank[1]! || a.rank[2]! - b.rank[2]!)
    .map(({ person }) => person)
}
