// How a service is offered, and what it costs this person, in words.
import type { ServiceRow } from '../../../typings/contract'

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
