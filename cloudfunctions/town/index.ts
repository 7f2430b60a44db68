import { entry } from '../platform/entry'
import { get } from './get'
import { suggest } from './suggest'

export const main = entry('town', { get, suggest })
