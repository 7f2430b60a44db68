import { entry } from '../platform/entry'
import { month } from './month'

export const main = entry('measure', { month })
