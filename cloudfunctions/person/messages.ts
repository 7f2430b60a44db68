import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { latestMessages } from './inbox'

export const messages: Handlers<'person'>['messages'] = async (_input, { person }) => done({ messages: await latestMessages(person) })
