import type { ActionName, Input, Output } from '../../typings/contract'
import { call } from './call'
import type { Reply } from './call'

interface Kept<T> {
  at: string
  data: T
}

const indexKey = 'asked'
const most = 30

function keyOf(action: string, input: unknown): string {
  return `asked:${action}:${JSON.stringify(input)}`
}

/** Keeps the newest answers; the oldest make room. */
function keep(key: string, data: unknown): void {
  const keys = (wx.getStorageSync<string[] | ''>(indexKey) || []).filter((one) => one !== key)
  keys.push(key)
  for (const old of keys.splice(0, Math.max(0, keys.length - most))) wx.removeStorageSync(old)
  wx.setStorageSync(key, { at: new Date().toISOString(), data })
  wx.setStorageSync(indexKey, keys)
}

/** The last answer to a query on this phone. */
export function lastKnown<A extends ActionName>(action: A, input: Input<A>): Kept<Output<A>> | undefined {
  return wx.getStorageSync<Kept<Output<A>> | ''>(keyOf(action, input)) || undefined
}

/** A query. Without a network it answers what was last known, and says since when. */
export async function ask<A extends ActionName>(action: A, input: Input<A>): Promise<Reply<Output<A>>> {
  const reply = await call(action, input)
  if (reply.ok) {
    keep(keyOf(action, input), reply.data)
    return reply
  }
  if (reply.error.code !== 'NETWORK') return reply
  const known = lastKnown(action, input)
  return known ? { ok: true, data: known.data, staleSince: known.at } : reply
}

/** A query whose answer changes seldom: asked again after `hours`. */
export async function askSeldom<A extends ActionName>(action: A, input: Input<A>, hours: number): Promise<Reply<Output<A>>> {
  const known = lastKnown(action, input)
  return known && Date.now() - Date.parse(known.at) < hours * 3600_000 ? { ok: true, data: known.data } : ask(action, input)
}
