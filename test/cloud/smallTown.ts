import { personId } from '../../cloudfunctions/domain/identifiers'
import { tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Polygon } from '../../cloudfunctions/domain/geometry'
import { everywhere } from '../../cloudfunctions/domain/grid'
import type { Cell, Shift, TeamMember, TownGrid, Village } from '../../cloudfunctions/domain/grid'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import type { CrewMember, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { offeringOf, workdayId } from '../../cloudfunctions/domain/layout'
import type { Contract, Organisation, RosteredWorker } from '../../cloudfunctions/domain/organisation'
import type { Programme, Service } from '../../cloudfunctions/domain/service'
import type { Item, TownData } from '../../cloudfunctions/domain/town'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { addMinutes, dayOf, instantAt } from '../../cloudfunctions/domain/time'
import { maskAddress, maskPhone, seal } from '../../cloudfunctions/platform/seal'

/** A key for tests alone. */
export const sealKey = Buffer.alloc(32, 7).toString('base64')
process.env.SEAL_KEY = sealKey

/** Two villages east and west of 113.19, two cells each, north and south of 22.61; every cell 0.01° square. All made up. */
export const inCell = {
  'cell-a1': { longitude: 113.185, latitude: 22.605 },
  'cell-a2': { longitude: 113.185, latitude: 22.615 },
  'cell-b1': { longitude: 113.195, latitude: 22.605 },
  'cell-b2': { longitude: 113.195, latitude: 22.615 },
}

const always: Shift[] = [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }]
const start = '2020-01-01T00:00:00.000Z'

export function makePerson(openid: string, name: string, roles: Role[] = [], more: Partial<Person> = {}): Person {
  return {
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
    readUntil: start,
    createdAt: start,
    updatedAt: start,
    ...more,
  }
}

function member(grid: string, part: 'leader' | 'member' | 'volunteer'): Role {
  return { role: 'member', grid, gridName: gridNames[grid] as string, part }
}
const gridNames: Record<string, string> = {
  'cell-a1': '甲村第一网格',
  'cell-a2': '甲村第二网格',
  'cell-b1': '乙村第一网格',
  'cell-b2': '乙村第二网格',
}

function worker(organisation: string, organisationName: string, skills: string[]): Role {
  return { role: 'worker', organisation, organisationName, skills, languages: ['普通话', '粤语'] }
}

/** Contact and home of someone who may book a visit, in cell a1. */
export const atHome = (cell: keyof typeof inCell = 'cell-a1', phone = '13000000001', address = '甲村一巷三号二楼'): Partial<Person> => ({
  phone: seal(phone),
  phoneMasked: maskPhone(phone),
  address: seal(address),
  addressMasked: maskAddress(address),
  home: {
    grid: cell,
    gridName: gridNames[cell] as string,
    village: cell.startsWith('cell-a') ? { grid: 'village-a', name: '甲村' } : { grid: 'village-b', name: '乙村' },
    ...inCell[cell],
  },
})

const daughter = makePerson('daughter-1', '陈雪')

export const people: Person[] = [
  makePerson('resident-1', '何敏'),
  makePerson('resident-2', '周🌸强'),
  /** Eight hours a month free, and trusts her daughter, who lives elsewhere. */
  makePerson('elder-1', '陈玉兰', [], {
    ...atHome(),
    groups: ['living-alone'],
    careMode: true,
    trusted: [{ ...refOf(daughter), relation: '女儿', since: start, how: 'self' }],
  }),
  /** Four hours a month at half the price, in the other village. */
  makePerson('elder-2', '冼阿婆', [], { ...atHome('cell-b1', '13000000002', '乙村二巷五号'), groups: ['over-80'] }),
  daughter,
  /** Without WeChat: entered by a grid member. */
  { ...makePerson('enrolled-1', '郭伯', [], { ...atHome('cell-a1', '13000000003', '甲村三巷六号'), groups: ['over-80'] }), openid: '' },
  makePerson('member-1', '李燕', [member('cell-a1', 'leader')]),
  makePerson('member-2', '吴刚', [member('cell-a1', 'member')]),
  makePerson('member-3', '黄丽', [member('cell-a2', 'leader')]),
  makePerson('member-4', '梁伟', [member('cell-b1', 'leader')]),
  makePerson('desk-1', '甲村值班', [{ role: 'desk', grid: 'village-a', gridName: '甲村' }]),
  makePerson('desk-2', '镇值班', [{ role: 'desk', grid: 'town-grid', gridName: '小镇', town: true }]),
  makePerson('officer-1', '苏城', [{ role: 'officer', department: 'city', departmentName: '城管办' }]),
  makePerson('officer-2', '叶亮', [{ role: 'officer', department: 'power', departmentName: '供电所' }]),
  makePerson('organisation-1', '郑主任', [{ role: 'organisation', organisation: 'org-1', organisationName: '暖阳社工' }], {
    organisation: 'org-1',
  }),
  makePerson('organisation-2', '林主任', [{ role: 'organisation', organisation: 'org-2', organisationName: '同行社工' }], {
    organisation: 'org-2',
  }),
  makePerson('worker-1', '谭静', [worker('org-1', '暖阳社工', ['homecare'])], { organisation: 'org-1' }),
  makePerson('worker-2', '冯志', [worker('org-1', '暖阳社工', ['homecare', 'teaching'])], { organisation: 'org-1' }),
  makePerson('worker-3', '欧阳雪', [worker('org-2', '同行社工', ['homecare'])], { organisation: 'org-2' }),
  /** Advises the committee of village a. */
  makePerson('worker-4', '程律师', [worker('org-2', '同行社工', ['law'])], { organisation: 'org-2' }),
  makePerson('worker-5', '汤律师', [worker('org-2', '同行社工', ['law'])], { organisation: 'org-2' }),
  makePerson('dispatcher-1', '高岚', [{ role: 'dispatcher' }]),
]

export function personOf(openid: string): Person {
  const found = people.find((person) => person.openid === openid)
  if (!found) throw new Error(`no ${openid} in the small town`)
  return found
}

function square(longitude: number, latitude: number, width = 0.01, height = 0.01): Polygon {
  const [west, east] = [longitude, Number((longitude + width).toFixed(6))]
  const [south, north] = [latitude, Number((latitude + height).toFixed(6))]
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  }
}

export function teamMember(openid: string, part: TeamMember['part'], shifts = always): TeamMember {
  return { ...refOf(personOf(openid)), part, phone: '13000000099', shifts, away: [] }
}

function cell(id: string, village: 'a' | 'b', boundary: Polygon, team: TeamMember[]): Cell {
  const name = gridNames[id] as string
  return {
    _id: id,
    version: 1,
    requests: [],
    level: 'cell',
    name,
    boundary,
    tiles: tilesOf(boundary),
    village: { grid: `village-${village}`, name: village === 'a' ? '甲村' : '乙村' },
    team,
  }
}

export const cells: Cell[] = [
  cell('cell-a1', 'a', square(113.18, 22.6), [teamMember('member-1', 'leader'), teamMember('member-2', 'member')]),
  cell('cell-a2', 'a', square(113.18, 22.61), [teamMember('member-3', 'leader')]),
  cell('cell-b1', 'b', square(113.19, 22.6), [teamMember('member-4', 'leader')]),
  /** Nobody on the team: its cases go to the village. */
  cell('cell-b2', 'b', square(113.19, 22.61), []),
]

const villages: Village[] = [
  {
    _id: 'village-a',
    version: 1,
    requests: [],
    level: 'village',
    name: '甲村',
    code: '1',
    tiles: tilesOf(square(113.18, 22.6, 0.01, 0.02)),
    desk: { name: '甲村服务台', phone: '0760-0000001', people: [refOf(personOf('desk-1'))] },
  },
  {
    _id: 'village-b',
    version: 1,
    requests: [],
    level: 'village',
    name: '乙村',
    code: '2',
    tiles: tilesOf(square(113.19, 22.6, 0.01, 0.02)),
    desk: { name: '乙村服务台', phone: '0760-0000002', people: [] },
  },
]
export const townGrid: TownGrid = {
  _id: 'town-grid',
  version: 1,
  requests: [],
  level: 'town',
  name: '小镇',
  code: '0',
  tiles: [everywhere],
  desk: { name: '小镇服务台', phone: '0760-0000000', people: [refOf(personOf('desk-2'))] },
}

function item(more: Partial<Item> & Pick<Item, 'id' | 'name' | 'words'>): Item {
  return {
    class: 'environment',
    first: 'cell',
    departments: [],
    hours: { accept: 2, resolve: 14, promise: 21 },
    questions: [],
    urgency: 'normal',
    public: true,
    near: 50,
    ...more,
  }
}

const fields = { title: 'thing1', text: 'thing2', time: 'time3' }

export const homecare: Programme = {
  id: 'homecare',
  name: '居家养老',
  paidBy: '镇慈善会',
  categories: [
    { group: 'living-alone', name: '独居老人', hours: 8, share: 1 },
    { group: 'over-80', name: '高龄老人', hours: 4, share: 0.5 },
  ],
  levels: [{ id: 'moderate', name: '中度', hours: 4 }],
}

export const services: Service[] = [
  {
    id: 'cleaning',
    kind: 'visit',
    field: 'homecare',
    name: '打扫卫生',
    summary: '上门打扫',
    minutes: 120,
    includes: ['扫地', '擦窗'],
    prepare: '家里留人',
    checklist: ['地面', '厨房'],
    skill: 'homecare',
    cancelHours: 12,
    price: { yuan: 60, programme: 'homecare' },
    starts: ['09:00', '11:00', '14:00', '16:00'],
  },
  {
    id: 'legal',
    kind: 'appointment',
    field: 'law',
    name: '法律咨询',
    summary: '村居法律顾问',
    minutes: 30,
    includes: ['咨询'],
    prepare: '带上材料',
    checklist: [],
    skill: 'law',
    cancelHours: 2,
    price: { yuan: 0 },
    channels: ['office', 'phone', 'home', 'video'],
    adversarial: true,
  },
  {
    id: 'phone-class',
    kind: 'class',
    field: 'education',
    name: '智能手机班',
    summary: '学用手机',
    minutes: 90,
    includes: ['微信'],
    prepare: '带手机',
    checklist: [],
    skill: 'teaching',
    cancelHours: 1,
    price: { yuan: 0 },
  },
  {
    id: 'photo-class',
    kind: 'class',
    field: 'education',
    name: '手机摄影班',
    summary: '学会手机以后',
    minutes: 90,
    includes: ['拍照'],
    prepare: '带手机',
    checklist: [],
    skill: 'teaching',
    cancelHours: 1,
    price: { yuan: 0 },
    after: ['phone-class'],
  },
]

export const town: TownData = {
  _id: 'town',
  tiles: ['town'],
  version: 1,
  requests: [],
  name: '小镇',
  centre: { longitude: 113.19, latitude: 22.61 },
  grid: 'town-grid',
  desk: { name: '小镇服务台', phone: '0760-0000000' },
  villages: [
    { id: 'village-a', name: '甲村' },
    { id: 'village-b', name: '乙村' },
  ],
  classes: [{ id: 'environment', name: '环境卫生', icon: 'delete' }],
  items: [
    item({ id: 'refuse', name: '垃圾没人清', words: ['垃圾', '臭'], hours: { accept: 2, resolve: 14, promise: 21 } }),
    item({
      id: 'fire',
      name: '着火冒烟',
      words: ['火'],
      emergency: '119',
      urgency: 'emergency',
      hours: { accept: 0.5, resolve: 2, promise: 3 },
    }),
    item({
      id: 'person-hurt',
      name: '有人受伤、晕倒',
      words: ['晕倒'],
      emergency: '120',
      urgency: 'emergency',
      public: false,
      hours: { accept: 0.5, resolve: 2, promise: 3 },
    }),
    item({ id: 'lamp', name: '路灯不亮', words: ['路灯'], first: 'department', departments: ['city', 'power'] }),
    item({ id: 'quarrel', name: '邻里纠纷', words: ['吵架'], first: 'village', public: false }),
    item({
      id: 'noise',
      name: '太吵',
      words: ['吵'],
      questions: [{ id: 'when', text: '什么时候最吵?', kind: 'choice', options: ['白天', '夜里'] }],
    }),
  ],
  departments: [
    { id: 'city', name: '城管办', phone: '0760-0000021', people: [refOf(personOf('officer-1'))] },
    { id: 'power', name: '供电所', phone: '0760-0000022', people: [refOf(personOf('officer-2'))] },
  ],
  replies: [{ id: 'thanks', step: 'reply', text: '谢谢您的反映，我们已经看到了' }],
  fields: [
    { id: 'homecare', name: '居家养老' },
    { id: 'law', name: '法律' },
    { id: 'education', name: '社区教育' },
  ],
  services,
  programmes: [homecare],
  referrals: [{ id: 'mediation', name: '小镇调解委员会', phone: '0760-0000031', place: '镇府一楼' }],
  groups: [
    { id: 'living-alone', name: '独居老人' },
    { id: 'over-80', name: '高龄老人' },
  ],
  switches: { preciseLocation: true, phoneNumber: true, publicFeed: false },
  templates: {
    caseAssigned: { id: 'T-case-assigned', fields },
    caseProgress: { id: 'T-case-progress', fields },
    bookingProgress: { id: 'T-booking-progress', fields },
    workerAssigned: { id: 'T-worker-assigned', fields },
  },
}

const allWeek = Array.from({ length: 7 }, () => [{ from: '08:00', until: '18:00' }])

function rostered(openid: string, more: Partial<RosteredWorker> = {}): RosteredWorker {
  const person = personOf(openid)
  const [role] = person.roles
  if (role?.role !== 'worker') throw new Error(`${openid} is no worker`)
  return { worker: refOf(person), skills: role.skills, languages: role.languages, week: allWeek, advises: [], ...more }
}

function organisation(id: string, name: string, phone: string, stars: number, roster: RosteredWorker[]) {
  return {
    _id: id,
    id,
    name,
    phone,
    version: 1,
    requests: [],
    field: 'homecare',
    place: { name: '镇府一楼', ...inCell['cell-a1'] },
    roster,
    exceptions: [],
    rating: { stars, count: 10 },
    createdAt: start,
    updatedAt: start,
  }
}

const organisations = {
  'org-1': organisation('org-1', '暖阳社工', '0760-0000011', 4.5, [
    rostered('worker-1', { gender: 'woman' }),
    rostered('worker-2', { gender: 'man' }),
  ]),
  'org-2': organisation('org-2', '同行社工', '0760-0000012', 4, [
    rostered('worker-3', { gender: 'woman', languages: ['普通话', '客家话'] }),
    rostered('worker-4', { advises: ['village-a'] }),
    rostered('worker-5', { video: 'https://meeting.example/5' }),
  ]),
}
type Org = keyof typeof organisations

function refOfOrganisation(org: Org) {
  const { id, name, phone } = organisations[org]
  return { id, name, phone }
}

function offering(org: Org, service: string, more: Partial<Offering> = {}): Offering {
  const found = services.find(({ id }) => id === service)
  if (!found) throw new Error(`no service ${service} in the small town`)
  return offeringOf(organisations[org], found, found.price.programme === undefined ? undefined : homecare, { area: [], ...more })
}

export const offerings: Offering[] = [
  offering('org-1', 'cleaning', { standing: { rating: 4.5, rated: 10, minutesLeft: 6000, minutesBought: 6000 } }),
  offering('org-2', 'cleaning', { standing: { rating: 4, rated: 10, minutesLeft: 3000, minutesBought: 3000 } }),
  offering('org-2', 'legal'),
  offering('org-1', 'phone-class'),
  offering('org-1', 'photo-class'),
]

/** Noon of the day after tomorrow, so that nothing is too late to cancel. */
export function later(now: number, wall = '09:00', days = 2): string {
  return instantAt(dayOf(addDays(new Date(now).toISOString(), days)), wall)
}

/** A session with nobody in it; its lessons, if it is a class, are weekly from its start. */
export function makeSession(
  now: number,
  session: Pick<Session, '_id' | 'kind' | 'services' | 'seats'> & Partial<Session> & { org?: Org; weeks?: number },
): Session {
  const { org = 'org-1', weeks = 1, ...rest } = session
  const from = rest.start ?? later(now)
  const minutes = services.find(({ id }) => id === rest.services[0])?.minutes ?? 60
  const lessons =
    rest.kind === 'class'
      ? Array.from({ length: weeks }, (_, at) => {
          const first = addDays(from, 7 * at)
          return { title: `第 ${at + 1} 课`, start: first, end: addMinutes(first, minutes) }
        })
      : []
  return {
    title: rest._id,
    organisation: refOfOrganisation(org),
    start: from,
    end: lessons.at(-1)?.end ?? addMinutes(from, minutes),
    lessons,
    channels: rest.kind === 'class' ? [] : ['office', 'phone', 'home', 'video'],
    advises: [],
    left: rest.seats,
    takers: [],
    queue: [],
    queued: 0,
    touchedAt: start,
    requests: [],
    ...rest,
  }
}

/** A day of visits, so many days ahead, with everybody of the organisation at work from 8 to 18 whatever the calendar says. */
export function makeWorkday(now: number, org: Org, days = 2, more: Partial<Workday> = {}): Workday {
  const day = dayOf(addDays(new Date(now).toISOString(), days))
  const visits = new Set(offerings.filter(({ service, organisation: { id } }) => id === org && service.kind === 'visit'))
  const skills = [...visits].map(({ service }) => service.skill)
  const shifts = [{ start: instantAt(day, '08:00'), end: instantAt(day, '18:00') }]
  return {
    _id: workdayId(org, day),
    kind: 'visit',
    requests: [],
    services: [...visits].map(({ service }) => service.id),
    day,
    start: instantAt(day, '00:00'),
    end: addDays(instantAt(day, '00:00'), 1),
    organisation: refOfOrganisation(org),
    crew: organisations[org].roster
      .filter((one) => one.skills.some((skill) => skills.includes(skill)))
      .map(({ worker, skills: able, languages, gender }): CrewMember => ({
        worker,
        skills: able,
        languages,
        gender: gender ?? 'woman',
        shifts,
      })),
    takers: [],
    seq: 0,
    touchedAt: start,
    ...more,
  }
}

export function makeContract(now: number, org: Org, minutes: number, more: Partial<Contract> = {}): Contract {
  const at = new Date(now).toISOString()
  return {
    _id: `contract-${org}`,
    requests: [],
    organisation: org,
    programme: 'homecare',
    buyer: '镇慈善会',
    name: '居家养老服务合同',
    from: dayOf(addDays(at, -60)),
    until: dayOf(addDays(at, 300)),
    minutes,
    left: minutes,
    used: 0,
    open: [],
    touchedAt: start,
    ...more,
  }
}

/** Days of visits that the small town has been laid out for, from today on. */
export const laidOut = 29

/** Documents of the small town, by collection. */
export function smallTown(now: number): Record<string, object[]> {
  const days = Array.from({ length: laidOut }, (_, at) => at)
  const laidOutUntil = dayOf(later(now, '12:00', laidOut))
  return {
    people,
    grids: [town, ...cells, ...villages, townGrid],
    organisations: Object.values(organisations).map((one): Organisation => ({ ...one, laidOutUntil })),
    contracts: [makeContract(now, 'org-1', 6000), makeContract(now, 'org-2', 3000)],
    sessions: [
      ...offerings,
      ...days.flatMap((day) => [makeWorkday(now, 'org-1', day), makeWorkday(now, 'org-2', day)]),
      /** The adviser of village a, another one at the same time, and that one later. */
      makeSession(now, {
        _id: 'legal-1',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: later(now, '10:00'),
        worker: refOf(personOf('worker-4')),
        advises: ['village-a'],
      }),
      makeSession(now, {
        _id: 'legal-2',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: later(now, '10:00'),
        worker: refOf(personOf('worker-5')),
        video: 'https://meeting.example/5',
      }),
      makeSession(now, {
        _id: 'legal-3',
        kind: 'appointment',
        services: ['legal'],
        seats: 1,
        org: 'org-2',
        start: later(now, '15:00'),
        worker: refOf(personOf('worker-5')),
        video: 'https://meeting.example/5',
      }),
      makeSession(now, {
        _id: 'class-1',
        kind: 'class',
        services: ['phone-class'],
        seats: 20,
        weeks: 3,
        start: later(now, '19:00'),
        worker: refOf(personOf('worker-2')),
      }),
      /** Small, so that it is full soon. */
      makeSession(now, {
        _id: 'class-2',
        kind: 'class',
        services: ['phone-class'],
        seats: 2,
        weeks: 2,
        start: later(now, '19:00', 3),
        worker: refOf(personOf('worker-2')),
      }),
      /** Only after the first one. */
      makeSession(now, {
        _id: 'class-3',
        kind: 'class',
        services: ['photo-class'],
        seats: 10,
        weeks: 2,
        start: later(now, '19:00', 4),
        worker: refOf(personOf('worker-2')),
      }),
    ],
  }
}
