import type * as z from 'zod/mini'
import { contract } from '../contract'
import type { Answer, Contract, FunctionName } from '../contract'
import type { Action, RoleName } from '../contract/action'
import { requestId as requestIdSchema } from '../contract/fields'
import { failures } from '../contract/failures'
import type { FailureCode } from '../contract/failures'
import { mayActFor } from '../domain/consent'
import { emptyDiary } from '../domain/diary'
import { documentId, personId } from '../domain/identifiers'
import { hasRole } from '../domain/person'
import type { Person } from '../domain/person'
import type { Result } from '../domain/result'
import type { Instant } from '../domain/time'
import { now } from './clock'
import { find, get, is, Unavailable } from './documents'
import { caller } from './identity'
import { describe, log } from './log'

/** What a use case is given besides its input. */
export interface Context {
  /** The caller; for someone who has never been here an unsaved resident without a name. */
  person: Person
  /** Whether the caller has a document in `people`. */
  known: boolean
  /** For whom it is: whoever the input names as `forWhom`, read together with the caller and known to let the caller act; else the caller. */
  guest: Person
  /** Names this very command of this very person; documents keep it. Queries have one too, but it means nothing. */
  request: string
  now: Instant
}

type Handler<A> = A extends Action<infer I, infer O> ? (input: z.output<I>, context: Context) => Promise<Result<z.input<O>>> : never
export type Handlers<F extends FunctionName> = { [A in keyof Contract[F]]: Handler<Contract[F][A]> }

function failed(code: FailureCode, message?: string): Answer<never> {
  return { ok: false, error: { code, message: message ?? failures[code] } }
}

function stranger(id: string, openid: string, at: Instant): Person {
  return {
    _id: id,
    version: 0,
    requests: [],
    openid,
    name: '居民',
    roles: [],
    groups: [],
    diary: emptyDiary,
    trusted: [],
    carers: [],
    careMode: false,
    // What came before they saved anything of their own is as unread as what comes after.
    readUntil: new Date(0).toISOString(),
    createdAt: at,
    updatedAt: at,
  }
}

function mayCall(person: Person, who: readonly RoleName[]): boolean {
  return who.some((role) => hasRole(person, role))
}

function guestIn(input: unknown): string | undefined {
  const { forWhom } = input as { forWhom?: unknown }
  return typeof forWhom === 'string' ? forWhom : undefined
}

/** Caller and guest cost one operation. */
function both(caller: string, guest: string): Promise<Person[]> {
  return find<Person>('people', { _id: is.in([caller, guest]) }, { limit: 2 })
}

interface Request {
  action?: unknown
  requestId?: unknown
  input?: unknown
}

/**
 * The entry point of a function that people call: a table of actions. Checks identity, input and role before a use case runs, and lets
 * nothing out but what the action's output schema names.
 */
export function entry<F extends FunctionName>(name: F, handlers: Handlers<F>): (event: unknown) => Promise<Answer<unknown>> {
  const actions = contract[name] as unknown as Record<string, Action>
  const table = handlers as unknown as Record<string, (input: unknown, context: Context) => Promise<Result<unknown>>>

  return async (event) => {
    const request = (typeof event === 'object' && event !== null ? event : {}) as Request
    const key = typeof request.action === 'string' ? request.action.replace(`${name}.`, '') : ''
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined
    const handler = Object.hasOwn(table, key) ? table[key] : undefined
    if (!action || !handler) return failed('ACTION_UNKNOWN')

    const { openid } = caller()
    if (openid === undefined) return failed('NOT_SIGNED_IN')

    const input = action.input.safeParse(request.input ?? {})
    if (!input.success) return failed('INPUT_INVALID', explain(input.error.issues))
    const givenId = requestIdSchema.safeParse(request.requestId)
    if (action.kind === 'command' && !givenId.success) return failed('INPUT_INVALID', '缺少提交编号，请关闭小程序后重新打开')

    const at = now()
    try {
      const id = personId(openid)
      const forWhom = guestIn(input.data) ?? id
      const people = forWhom === id ? [await get<Person>('people', id)] : await both(id, forWhom)
      const found = people.find((one) => one?._id === id)
      const person = found ?? stranger(id, openid, at)
      if (!mayCall(person, action.who)) return failed('NOT_ALLOWED')
      const guest = forWhom === id ? person : people.find((one) => one?._id === forWhom)
      if (!guest || !mayActFor(person, guest)) return failed('CONSENT_MISSING')
      const result = await handler(input.data, {
        person,
        known: found !== undefined,
        guest,
        request: documentId(openid, `${name}.${key}`, givenId.success ? givenId.data : ''),
        now: at,
      })
      if (!result.ok) return failed(result.code, result.message)
      return { ok: true, data: action.output.parse(result.data) }
    } catch (error) {
      log('error', 'action failed', { action: `${name}.${key}`, ...describe(error) })
      return error instanceof Unavailable ? failed('SERVICE_BUSY') : failed('INTERNAL')
    }
  }
}

/** A sentence of our own schema if it has one (they are Chinese), else the general one; zod's English is for developers. */
function explain(issues: readonly z.core.$ZodIssue[]): string {
  const own = issues.find((issue) => /[\u4e00-\u9fff]/.test(issue.message))
  return own?.message ?? failures.INPUT_INVALID
}
