import { personId } from '../../cloudfunctions/domain/identifiers'
import { tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Polygon } from '../../cloudfunctions/domain/geometry'
import { everywhere } from '../../cloudfunctions/domain/grid'
import type { Cell, Shift, TeamMember, TownGrid, Village } from '../../cloudfunctions/domain/grid'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import type { Session } from '../../cloudfunctions/domain/booking'
import type { Item, TownData } from '../../cloudfunctions/domain/town'
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
export const atHome = (): Partial<Person> => ({
  phone: seal('13000000001'),
  phoneMasked: maskPhone('13000000001'),
  address: seal('甲村一巷三号二楼'),
  addressMasked: maskAddress('甲村一巷三号二楼'),
  home: { grid: 'cell-a1', gridName: '甲村第一网格', village: { grid: 'village-a', name: '甲村' }, ...inCell['cell-a1'] },
})

export const people: Person[] = [
  makePerson('resident-1', '何敏'),
  makePerson('resident-2', '周🌸强'),
  makePerson('elder-1', '陈玉兰', [], { ...atHome(), groups: ['living-alone'], careMode: true }),
  makePerson('member-1', '李燕', [member('cell-a1', 'leader')]),
  makePerson('member-2', '吴刚', [member('cell-a1', 'member')]),
  makePerson('member-3', '黄丽', [member('cell-a2', 'leader')]),
  makePerson('member-4', '梁伟', [member('cell-b1', 'leader')]),
  makePerson('desk-1', '甲村值班', [{ role: 'desk', grid: 'village-a', gridName: '甲村' }]),
  makePerson('desk-2', '镇值班', [{ role: 'desk', grid: 'town-grid', gridName: '小镇' }]),
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
  makePerson('worker-3', '欧阳雪', [worker('org-2', '同行社工', ['homecare', 'law'])], { organisation: 'org-2' }),
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
    boundary: square(113.18, 22.6, 0.01, 0.02),
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
    boundary: square(113.19, 22.6, 0.01, 0.02),
    tiles: tilesOf(square(113.19, 22.6, 0.01, 0.02)),
    desk: { name: '乙村服务台', phone: '0760-0000002', people: [] },
  },
]
const townGrid: TownGrid = {
  _id: 'town-grid',
  version: 1,
  requests: [],
  level: 'town',
  name: '小镇',
  code: '0',
  boundary: square(113.18, 22.6, 0.02, 0.02),
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
  services: [
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
      price: { yuan: 60, entitled: [{ groups: ['living-alone'], yuan: 0, paidBy: '镇慈善会' }] },
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
      price: { yuan: 0, entitled: [] },
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
      price: { yuan: 0, entitled: [] },
    },
  ],
  groups: [{ id: 'living-alone', name: '独居老人' }],
  switches: { preciseLocation: true, phoneNumber: true, publicFeed: false },
  templates: {
    caseAssigned: { id: 'T-case-assigned', fields },
    caseProgress: { id: 'T-case-progress', fields },
    bookingProgress: { id: 'T-booking-progress', fields },
    workerAssigned: { id: 'T-worker-assigned', fields },
  },
}

const organisations = {
  'org-1': { id: 'org-1', name: '暖阳社工', phone: '0760-0000011' },
  'org-2': { id: 'org-2', name: '同行社工', phone: '0760-0000012' },
}

/** Noon of the day after tomorrow, so that nothing is too late to cancel. */
export function later(now: number, wall = '09:00', days = 2): string {
  return instantAt(dayOf(addMinutes(new Date(now).toISOString(), days * 24 * 60)), wall)
}

export function makeSession(
  now: number,
  session: Pick<Session, '_id' | 'kind' | 'service' | 'seats'> & Partial<Session> & { org?: keyof typeof organisations },
): Session {
  const { org = 'org-1', ...rest } = session
  const from = rest.start ?? later(now)
  return {
    title: rest._id,
    organisation: organisations[org],
    area: [],
    start: from,
    end: addMinutes(from, 120),
    left: rest.seats,
    takers: [],
    touchedAt: start,
    standing: { rating: 4.5, hoursLeft: 100 },
    requests: [],
    ...rest,
  }
}

/** Documents of the small town, by collection. */
export function smallTown(now: number): Record<string, object[]> {
  return {
    people,
    grids: [town, ...cells, ...villages, townGrid],
    sessions: [
      makeSession(now, { _id: 'visit-1', kind: 'visit', service: 'cleaning', seats: 2, area: ['village-a'] }),
      makeSession(now, {
        _id: 'visit-2',
        kind: 'visit',
        service: 'cleaning',
        seats: 2,
        org: 'org-2',
        standing: { rating: 4, hoursLeft: 50 },
      }),
      makeSession(now, {
        _id: 'legal-1',
        kind: 'appointment',
        service: 'legal',
        seats: 1,
        org: 'org-2',
        worker: refOf(personOf('worker-3')),
      }),
      makeSession(now, { _id: 'class-1', kind: 'class', service: 'phone-class', seats: 20, worker: refOf(personOf('worker-2')) }),
    ],
  }
}
