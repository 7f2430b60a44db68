// Whom a resident can call when nothing else helps: the member of one's own grid, or the town's desk.
import { askMe, askTown } from './session'

export interface HumanToCall {
  title: string
  name: string
  phone: string
}

export async function askHumanToCall(): Promise<HumanToCall | null> {
  const [me, town] = await Promise.all([askMe(), askTown()])
  const member = me.ok ? me.data.grid?.member : undefined
  if (member) return { title: '网格员', ...member }
  return town.ok ? { title: '服务台', name: town.data.desk.name, phone: town.data.desk.phone } : null
}
