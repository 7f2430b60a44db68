// How a service is offered, and what it costs this person, in words.
import type { ServiceRow, ServiceView } from '../../../typings/contract'
import type { Failure } from '../../cloud/call'

export const kindWords: Record<ServiceRow['kind'], { word: string; icon: string }> = {
  visit: { word: '上门', icon: 'home' },
  appointment: { word: '面谈', icon: 'user-talk' },
  class: { word: '上课', icon: 'education' },
}

export function shortPrice({ kind, yuan }: ServiceRow['price']): string {
  return kind === 'free' ? '您免费' : `您付 ${yuan} 元`
}

/** 30 分钟, 2 小时, 1 小时 40 分钟 */
export function lengthWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} 分钟`
  return rest === 0 ? `${hours} 小时` : rest === 30 ? `${hours} 个半小时` : `${hours} 小时 ${rest} 分钟`
}

export const channelWords: Record<ServiceView['channels'][number], string> = {
  office: '到那里谈',
  phone: '打电话谈',
  home: '请人上门',
  video: '视频谈',
}

export const genderWords = { woman: '女的', man: '男的' } as const

/** A course is often called after its service. */
export function fullName(service: string, title = ''): string {
  return title === '' ? service : title.startsWith(service) ? title : `${service}：${title}`
}

/** After these we don't know whether it was booked, and the same command is sent again; after others nothing was, and the next is a new one. */
export const unsure = new Set<Failure['code']>(['NETWORK', 'SERVICE_BUSY', 'INTERNAL'])
