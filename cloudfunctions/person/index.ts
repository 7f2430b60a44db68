import { entry } from '../platform/entry'
import { enrol } from './enrol'
import { family } from './family'
import { invite } from './invite'
import { join } from './join'
import { me } from './me'
import { messages } from './messages'
import { read } from './read'
import { recordTrust } from './recordTrust'
import { residents } from './residents'
import { revoke } from './revoke'
import { update } from './update'

export const main = entry('person', { me, update, messages, read, family, invite, join, revoke, recordTrust, residents, enrol })
