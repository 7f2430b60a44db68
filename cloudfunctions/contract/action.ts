import type * as z from 'zod/mini'

/** Roles that an action may name. Everyone who is signed in is a resident; the other roles come from our own documents. */
export const roles = ['resident', 'member', 'desk', 'officer', 'organisation', 'worker', 'dispatcher'] as const
export type RoleName = (typeof roles)[number]

/**
 * One action of a function: what it takes and answers, who may call it, and how many database operations one call may use.
 * A command changes something and needs a request id; sent twice, it acts once. A query changes nothing.
 */
export interface Action<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> {
  readonly kind: 'command' | 'query'
  readonly who: readonly RoleName[]
  readonly operations: number
  readonly input: I
  readonly output: O
}

type Definition<I extends z.ZodMiniType, O extends z.ZodMiniType> = Omit<Action<I, O>, 'kind'>

export function command<I extends z.ZodMiniType, O extends z.ZodMiniType>(definition: Definition<I, O>): Action<I, O> {
  return { kind: 'command', ...definition }
}

export function query<I extends z.ZodMiniType, O extends z.ZodMiniType>(definition: Definition<I, O>): Action<I, O> {
  return { kind: 'query', ...definition }
}
