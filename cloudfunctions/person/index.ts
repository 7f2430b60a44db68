import { entry } from '../platform/entry'
import { me } from './me'
import { messages } from './messages'
import { read } from './read'
import { update } from './update'

export const main = entry('person', { me, update, messages, read })
