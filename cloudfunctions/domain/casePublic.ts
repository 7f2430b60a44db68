import type { Case } from './case'

/** Runs of digits that may be a phone, an identity or a card number, with the blanks and dashes that people put in them. */
const numbers = /[0-9０-９](?:[ -]?[0-9０-９]){6,}[Xx]?/g
const addresses = /[\w.+-]+@[\w-]+\.[\w.]+/g

/** What a resident wrote, as others may read it. */
export function publicText(text: string): string {
  return text.replace(addresses, '***').replace(numbers, '***')
}

/** What followers are told of a case. */
export function newsOf({ state, item, owner }: Pick<Case, 'state' | 'item' | 'owner'>, ownerName: string): { title: string; text: string } {
  const title = `您关注的「${item.name}」`
  switch (state) {
    case 'resolved':
      return { title, text: `${ownerName}说处理好了` }
    case 'closed':
      return { title, text: '已经办好' }
    case 'withdrawn':
      return { title, text: '反映的人撤回了' }
    case 'suspended':
      return { title, text: '先放一放，到时再看' }
    case 'merged':
      return { title, text: '和附近同样的一件一起办' }
    case 'reported':
    case 'accepted':
      return { title, text: `${owner.kind === 'member' ? '网格员' : ''}${ownerName}有了新安排` }
  }
}
