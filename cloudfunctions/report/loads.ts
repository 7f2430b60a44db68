import { countBy, is } from '../platform/documents'

/** How many cases each holder still owes something for; one that waits for the resident is nobody's load. */
export function loadsOf(holders: string[]): Promise<Map<string, number>> {
  return countBy('cases', 'holder', holders, { open: true, due: is.gt('') })
}
