// Who uses this phone and in which town: asked by nearly every page, so kept for a while.
import type { Input, Me, Town } from '../../typings/contract'
import { ask, askSeldom, lastKnown } from './ask'
import { call } from './call'
import type { Reply } from './call'
import { setCareMode } from './look'

let person: Me | undefined
let asking: Promise<Reply<Me>> | undefined
let townData: Town | undefined

/** Those who ask while an answer is on its way share it. */
export function askMe(): Promise<Reply<Me>> {
  asking ??= ask('person.me', {}).then((reply) => {
    asking = undefined
    if (reply.ok) person = reply.data
    return reply
  })
  return asking
}

/** As last seen; undefined on the first start. */
export function me(): Me | undefined {
  person ??= lastKnown('person.me', {})?.data
  return person
}

export async function updateMe(change: Input<'person.update'>, requestId?: string): Promise<Reply<Me>> {
  const reply = await call('person.update', change, requestId === undefined ? {} : { requestId })
  if (reply.ok) person = reply.data
  return reply
}

/** Care mode changes on this phone at once; the server learns it when it can. */
export async function switchCareMode(care: boolean): Promise<void> {
  setCareMode(care)
  await updateMe({ careMode: care })
}

export async function askTown(): Promise<Reply<Town>> {
  if (townData) return { ok: true, data: townData }
  const reply = await askSeldom('town.get', {}, 6)
  if (reply.ok) townData = reply.data
  return reply
}

export function town(): Town | undefined {
  return townData
}
