import { entry } from '../platform/entry'
import { get } from './get'

export const main = entry('town', { get })
