import type { Me, RoleName } from '../../typings/contract'

export interface WorkDoor {
  url: string
  icon: string
  words: string
  detail: string
}

const doors: Partial<Record<RoleName, Omit<WorkDoor, 'detail'>>> = {
  member: { url: '/packages/work/inbox/inbox', icon: 'task', words: '我的任务' },
  desk: { url: '/packages/work/inbox/inbox', icon: 'task', words: '我的任务' },
  officer: { url: '/packages/work/inbox/inbox', icon: 'task', words: '我的任务' },
  worker: { url: '/packages/work/visits/visits', icon: 'calendar', words: '今天的上门' },
  organisation: { url: '/packages/work/board/board', icon: 'calendar-2', words: '预约看板' },
  dispatcher: { url: '/packages/command/queue/queue', icon: 'control-platform', words: '指挥台' },
}

/** Where a person's work begins: one door a page, with every role it serves. */
export function workDoors(roles: Me['roles']): WorkDoor[] {
  const found = new Map<string, WorkDoor>()
  for (const { role, name } of roles) {
    const door = doors[role]
    if (!door) continue
    const known = found.get(door.url)
    found.set(door.url, { ...door, detail: known ? `${known.detail}、${name}` : name })
  }
  return [...found.values()]
}
