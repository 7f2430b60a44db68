import type { ActionName, Answer, FailureCode, Input, Output } from '../../typings/contract'
import { online } from './network'

/** NETWORK is the app's own: nothing was heard from the cloud. */
export interface Failure {
  code: FailureCode | 'NETWORK'
  message: string
}
export type Reply<T> = { ok: true; data: T; staleSince?: string } | { ok: false; error: Failure }

export const networkFailure: Failure = { code: 'NETWORK', message: '现在连不上网。您填的内容都在，有网了再试' }

const waits = [400, 1200]

export function newRequestId(): string {
  const random = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${random()}${random()}`
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/**
 * The only door to the cloud. Asks again under the same request id when nothing was heard or the cloud was busy, so a command acts once
 * however often it is sent. A form keeps its request id in its draft and passes it here.
 */
export async function call<A extends ActionName>(
  action: A,
  input: Input<A>,
  options: { requestId?: string } = {},
): Promise<Reply<Output<A>>> {
  const name = action.slice(0, action.indexOf('.'))
  const data = { action: action.slice(name.length + 1), requestId: options.requestId ?? newRequestId(), input }
  let reply: Reply<Output<A>> = { ok: false, error: networkFailure }
  for (let attempt = 0; ; attempt++) {
    if (online()) reply = await once<A>(name, data)
    const again = !reply.ok && (reply.error.code === 'NETWORK' || reply.error.code === 'SERVICE_BUSY') && online()
    const wait = waits[attempt]
    if (!again || wait === undefined) return reply
    await pause(wait)
  }
}

async function once<A extends ActionName>(name: string, data: Record<string, unknown>): Promise<Reply<Output<A>>> {
  try {
    const { result } = await wx.cloud.callFunction({ name, data })
    return result as unknown as Answer<Output<A>>
  } catch (error) {
    console.warn('call failed', name, error)
    return { ok: false, error: networkFailure }
  }
}
