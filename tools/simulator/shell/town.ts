// What the server tells the shell about the demonstration town.
import type { BaseMap } from '../runtime/host'
import type { MessageTemplate, Person, Place, Position } from '../wx/host'

export interface SimulatedTown {
  name: string
  centre: Position
  places: Place[]
  templates: MessageTemplate[]
  map?: BaseMap
  /** Where somebody stands at first, by openid. */
  positions?: Record<string, Position>
  /** What a grid or an organisation is called, by id. */
  labels?: Record<string, string>
}

export type Town = SimulatedTown & { people: Person[]; cloudUrl: string }

export async function loadTown(): Promise<Town> {
  const response = await fetch('/simulator/town.json')
  if (!response.ok) throw new Error(`the town did not load: HTTP ${response.status}`)
  return (await response.json()) as Town
}

export interface Role {
  /** A role, or one person's openid. */
  key: string
  label: string
  english: string
  what: string
}

/** In the order of the phones: a report travels from left to right. */
export const shown: Role[] = [
  { key: 'resident', label: '居民', english: 'Resident', what: '上报一件事，预约一项服务' },
  { key: 'member', label: '网格员', english: 'Grid member', what: '处理网格里的事，巡查走访' },
  { key: 'dispatcher', label: '指挥中心', english: 'Dispatcher', what: '看超时、无人认领和反复发生的事' },
  { key: 'elder', label: '长者', english: 'Elder', what: '大字、少步骤，随时找到人' },
  { key: 'family-1', label: '家人', english: 'Family', what: '在别的城市，帮家里的老人约服务、看安排' },
  { key: 'organisation', label: '社会组织', english: 'Organisation', what: '发布服务，确认预约' },
  { key: 'worker', label: '社工', english: 'Social worker', what: '上门服务：签到、记录、完成' },
]

const others: Role[] = [
  { key: 'officer', label: '职能部门', english: 'Officer', what: '接手网格办不了的事' },
  { key: 'desk', label: '村（居）前台', english: 'Village desk', what: '帮居民代办' },
]

export function roleOf(person: Person): Role {
  const all = [...shown, ...others]
  return (
    all.find(({ key }) => key === person.openid) ??
    all.find(({ key }) => key === person.role) ?? { key: person.role, label: person.role, english: person.role, what: '' }
  )
}

/** A person by openid, or the first one of a role. */
export function findPerson(town: Town, wanted: string): Person | undefined {
  return town.people.find(({ openid }) => openid === wanted) ?? town.people.find(({ role }) => role === wanted)
}
