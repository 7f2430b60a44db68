import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { documentId, personId } from '../../cloudfunctions/domain/identifiers'
import type { Shift, TeamMember } from '../../cloudfunctions/domain/grid'
import type { Gender } from '../../cloudfunctions/domain/organisation'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Part, Person, Role, Trusted } from '../../cloudfunctions/domain/person'
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

export interface Worker {
  person: Person
  skills: string[]
  languages: string[]
  gender: Gender
  /** Name of the week that they work. */
  week?: string
}

export interface Population extends Staff {
  people: Person[]
  /** By organisation. */
  workers: Map<string, Worker[]>
}

export function makePeople(folder: TownFolder, { people: made, rosters }: Pick<MadeUp, 'people' | 'rosters'>, now: Instant): Population {
  const chance = random(made.seed)
  const people: Person[] = []
  const teams: Staff['teams'] = new Map()
  const desks: Staff['desks'] = new Map()
  const workers: Population['workers'] = new Map()
  const since = addDays(now, -90)
  const cells = folder.grids.features.filter(({ properties }) => properties.level === 'cell')
  const demonstration = made.demonstration
  const homeCell = cells.find(({ id }) => id === demonstration.grid)
  if (!homeCell) throw new Error(`made-up/people.json: demonstration.grid: there is no cell ${demonstration.grid}`)
  const homeOrganisation = folder.organisations.find(({ id }) => id === demonstration.organisation)
  if (!homeOrganisation) throw new Error(`made-up/people.json: demonstration.organisation: there is no ${demonstration.organisation}`)
  const villageOf = (cell: (typeof cells)[number]) =>
    folder.villages.find(({ code }) => code === cell.properties.village) as TownFolder['villages'][number]
  const surnames = made.surnames.flatMap((entry) => (/^(.)\1*$/u.test(entry) ? [...entry] : [entry]))
  const nameOf = (gender: Gender) => chance.pick(surnames) + chance.pick(gender === 'woman' ? made.women : made.men)
  const someName = () => nameOf(chance.chance(0.5) ? 'woman' : 'man')
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
      diary: emptyDiary,
      trusted: [],
      carers: [],
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
      home: { grid: cell.id, gridName: cell.properties.name, village, ...spotIn(cell.geometry, chance) },
    }
  }

  const trusts = (trusted: Person, relation: string, more: Pick<Trusted, 'how'> & Partial<Trusted> = { how: 'self' }): Trusted[] => [
    { ...refOf(trusted), relation, since: addDays(now, -80), ...more },
  ]

  const { resident, elder, daughter, enrolled } = demonstration
  const shownResident = add('resident', resident.name, [], livesAt(homeCell, resident.address, resident.phone))
  const family = add('family', daughter.name, [], { phone: seal(daughter.phone), phoneMasked: maskPhone(daughter.phone) })
  add('elder', elder.name, [], {
    ...livesAt(homeCell, elder.address, elder.phone),
    groups: elder.groups ?? [],
    careMode: true,
    trusted: trusts(family, daughter.relation),
  })
  for (let at = 3; at <= made.residents; at++) {
    // A few neighbours of the people on the phones, old and young.
    const near = at <= 8 || (at > made.elders + 1 && at <= made.elders + 6)
    const cell = near ? homeCell : chance.pick(cells)
    const address = `${villageOf(cell).name}${chance.pick(made.streets)} ${chance.whole(1, 30)} 巷 ${chance.whole(1, 40)} 号`
    const lives = livesAt(cell, address, `1300000${String(5000 + at)}`)
    if (at > made.elders + 1) add('resident', someName(), [], lives)
    else {
      const trusted = chance.chance(0.3) ? trusts(add('family', someName(), []), chance.pick(made.relations)) : []
      const need = chance.chance(0.4) ? someNeed(folder, now, chance) : undefined
      add('elder', someName(), [], {
        ...lives,
        groups: someGroups(folder, chance),
        careMode: chance.chance(0.6),
        trusted,
        ...(need && { need }),
      })
    }
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

  // Entered by the grid member, so without an openid; whom they trust was told on the phone.
  const member = people.find(({ openid }) => openid === 'member-1') as Person
  people.push({
    ...livesAt(homeCell, enrolled.address, enrolled.phone),
    _id: documentId(member.openid, 'person.enrol', 'demonstration'),
    version: 1,
    requests: [],
    openid: '',
    name: enrolled.name,
    roles: [],
    groups: enrolled.groups ?? [],
    need: { level: enrolled.level, by: homeOrganisation.name, until: dayOf(addDays(now, 300)) },
    diary: emptyDiary,
    trusted: trusts(shownResident, enrolled.relation, { how: 'phone', recordedBy: member._id }),
    carers: [],
    careMode: false,
    readUntil: since,
    createdAt: since,
    updatedAt: since,
  })

  const desk = (grid: string, gridName: string, names: string[], town?: true) => {
    desks.set(
      grid,
      names.map((name) => refOf(add('desk', name, [{ role: 'desk', grid, gridName, ...(town && { town }) }]))),
    )
  }
  const villages = [...folder.villages].sort((a, b) => Number(b.code === demonstration.village) - Number(a.code === demonstration.village))
  for (const { code, name } of villages)
    desk(code, name, [code === demonstration.village ? demonstration.desk.name : someName(), someName()])
  desk(folder.town.code, folder.town.name, [someName(), someName(), someName()], true)

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
    const crew: Worker[] = []
    for (const { count, skills: all, share, weeks } of rosters.organisations[organisation.id] ?? []) {
      for (let index = 0; index < count; index++) {
        const first = shown && crew.length === 0
        const gender = first || chance.chance(0.7) ? 'woman' : 'man'
        const skills = first || share === undefined ? all : someOf(all, share, chance)
        const languages = someLanguages(made, organisation.field, chance)
        // Lists break ties by id: among equals of the shown organisation, the one on the phones comes first.
        const person = add(
          'worker',
          first ? demonstration.worker.name : nameOf(gender),
          [{ role: 'worker', ...at, skills, languages }],
          { organisation: organisation.id },
          (openid) => !shown || first || personId(openid) > personId('worker-1'),
        )
        const week = weeks[index % weeks.length]
        crew.push({ person, skills, languages, gender, ...(week !== undefined && { week }) })
      }
    }
    workers.set(organisation.id, crew)
  }
  for (let at = 0; at < made.dispatchers; at++)
    add('dispatcher', at === 0 ? demonstration.dispatcher.name : someName(), [{ role: 'dispatcher' }])

  return { people, teams, desks, workers }
}

function someGroups({ groups }: TownFolder, chance: Random): string[] {
  const [first, second] = chance.shuffle(groups.map(({ id }) => id))
  return chance.chance(0.35) ? [first as string, second as string] : [first as string]
}

/** Assessed by somebody of the town's home care, at some level that adds hours. */
function someNeed({ programmes, organisations }: TownFolder, now: Instant, chance: Random): Person['need'] {
  const levels = (programmes[0]?.levels ?? []).filter(({ hours }) => hours > 0)
  const [first] = organisations
  if (!first || levels.length === 0) return undefined
  return { level: chance.pick(levels.slice(0, 3)).id, by: first.name, until: dayOf(addDays(now, chance.whole(-20, 340))) }
}

/** A share of the skills, and at least one. */
function someOf(skills: string[], share: number, chance: Random): string[] {
  const some = skills.filter(() => chance.chance(share))
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
  const described = documents
    .filter(({ openid }) => openid !== '')
    .map((person): DemonstrationPerson => {
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
