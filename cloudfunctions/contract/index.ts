import type * as z from 'zod/mini'
import type { Action } from './action'
import { booking } from './booking'
import type { FailureCode } from './failures'
import { measure } from './measure'
import { person } from './person'
import { report } from './report'
import { town } from './town'

/** Every action that people may call, by function. The one source of types, permissions and costs. */
export const contract = { report, booking, person, town, measure }

export type Contract = typeof contract
export type FunctionName = keyof Contract

type Named = { [F in FunctionName]: { [A in keyof Contract[F] & string as `${F}.${A}`]: Contract[F][A] } }[FunctionName]
type Merge<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never
/** 'report.submit' → its definition. */
export type Actions = Merge<Named>
export type ActionName = keyof Actions

/** What a caller sends and receives. */
export type Input<A extends ActionName> = Actions[A] extends Action<infer I> ? z.input<I> : never
export type Output<A extends ActionName> = Actions[A] extends { output: infer O extends z.ZodMiniType } ? z.output<O> : never

export type CaseRow = Output<'report.mine'>['cases'][number]
export type CaseView = Output<'report.get'>
export type PublicRow = Output<'report.following'>['cases'][number]
export type RosterView = Output<'report.roster'>
export type BookingRow = Output<'booking.mine'>['bookings'][number]
export type BookingView = Output<'booking.get'>
export type ServiceRow = Output<'booking.services'>['fields'][number]['services'][number]
export type ServiceView = Output<'booking.service'>
export type AdviserView = ServiceView['advisers'][number]
export type Me = Output<'person.me'>
export type Message = Output<'person.messages'>['messages'][number]
export type Town = Output<'town.get'>

export type { FailureCode } from './failures'
export type { RoleName } from './action'

export type Answer<T> = { ok: true; data: T } | { ok: false; error: { code: FailureCode; message: string } }

export function eachAction(): { name: ActionName; action: Action }[] {
  return Object.entries(contract).flatMap(([fn, actions]) =>
    Object.entries(actions).map(([key, action]) => ({ name: `${fn}.${key}` as ActionName, action: action as Action })),
  )
}
