import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { meView } from './view'

export const me: Handlers<'person'>['me'] = async (_input, { person, now }) => done(await meView(person, now))
