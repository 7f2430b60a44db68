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
