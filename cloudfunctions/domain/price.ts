import type { Price, PriceRule } from './service'

/**
 * What one booking costs this person: the first entry whose groups the person belongs to decides, without one the full price.
 * The sentence names the person's group, so it is for the person alone; staff read `priceForStaff`.
 */
export function priceFor(rule: PriceRule, groups: string[], groupNames: { id: string; name: string }[]): Price {
  const entry = rule.entitled.find((entitled) => entitled.groups.some((group) => groups.includes(group)))
  if (!entry)
    return { kind: kindOf(rule.yuan, rule.yuan), yuan: rule.yuan, sentence: rule.yuan === 0 ? '这项服务免费' : `每次 ${rule.yuan} 元` }
  const group = entry.groups.find((one) => groups.includes(one))
  const name = groupNames.find(({ id }) => id === group)?.name
  const because = name === undefined ? '您符合条件' : `您是${name}`
  const spared = rule.yuan - entry.yuan
  const kind = kindOf(entry.yuan, rule.yuan)
  if (kind === 'free')
    return { kind, yuan: 0, sentence: rule.yuan === 0 ? '这项服务免费' : `${because}，这次免费，费用由${entry.paidBy}出` }
  if (kind === 'low')
    return { kind, yuan: entry.yuan, sentence: `${because}，这次只收 ${entry.yuan} 元，其余 ${spared} 元由${entry.paidBy}出` }
  return { kind, yuan: entry.yuan, sentence: `每次 ${entry.yuan} 元` }
}

function kindOf(yuan: number, full: number): Price['kind'] {
  if (yuan === 0) return 'free'
  return yuan < full ? 'low' : 'paid'
}

/** What to collect at the door, without why. */
export function priceForStaff({ kind, yuan }: Price): Price {
  return { kind, yuan, sentence: yuan === 0 ? '这次不收费' : `这次收 ${yuan} 元` }
}
