import type { Me, RoleName } from '../../typings/contract'

export interface WorkDoor {
  url: string
  icon: string
  words: string
  detail: string
}

const inbox = { url: '/packages/work/inbox/inbox', icon: 'task', words: '我的任务' }
const residents = { url: '/packages/work/residents/residents', icon: 'user-add', words: '替人约服务' }
const statement = { url: '/packages/organisation/statement/statement', icon: 'file-excel', words: '合同和月报' }

const doors: Partial<Record<RoleName, Omit<WorkDoor, 'detail'>[]>> = {
  member: [inbox, residents],
  desk: [inbox, residents],
  officer: [inbox],
  worker: [{ url: '/packages/work/visits/visits', icon: 'calendar', words: '今天的安排' }],
  organisation: [{ url: '/packages/work/board/board', icon: 'calendar-2', words: '预约看板' }],
  dispatcher: [{ url: '/packages/command/queue/queue', icon: 'control-platform', words: '指挥台' }, residents, statement],
}

/** Where a person's work begins: one door a page, with every role it serves. */
export function workDoors(roles: Me['roles']): WorkDoor[] {
  const found = new Map<string, WorkDoor>()
  for (const { role, name } of roles) {
    for (const door of doors[role] ?? []) {
      const known = found.get(door.url)
      found.set(door.url, { ...door, detail: known ? `${known.detail}、${name}` : name })
    }
  }
  return [...found.values()]
}
