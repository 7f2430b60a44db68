import type { Price } from './service'

/** What of a full price is left to pay, and as what it is shown. */
export function priceOf(full: number, yuan: number, sentence: string): Price {
  return { kind: yuan === 0 ? 'free' : yuan < full ? 'low' : 'paid', yuan, sentence }
}

export function fullPrice(yuan: number): Price {
  return priceOf(yuan, yuan, yuan === 0 ? '这项服务免费' : `每次 ${yuan} 元`)
}

/** What to collect at the door, without why: the sentence for the guest names their group. */
export function priceForStaff({ kind, yuan }: Price): Price {
  return { kind, yuan, sentence: yuan === 0 ? '这次不收费' : `这次收 ${yuan} 元` }
}
