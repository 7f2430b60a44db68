import assert from 'node:assert/strict'
import type { Demonstration } from './demonstration'

export interface Matter {
  id: string
  number: string
  version: number
  state: string
  owner: string
  due?: string
  promise: string
  returned: number
  partners: { name: string; done: boolean }[]
  timeline: { at: string; sentence: string; note?: string; happenedAt?: string; photos?: { when?: string }[] }[]
  question?: string
  wish?: { sentence: string }
  supervision?: { text: string; answered: boolean }
  mergedInto?: { number: string }
}

/** In 古四村第一网格, where 李燕 (member-1) works. */
export const place = { longitude: 113.1772, latitude: 22.60563 }

/** A report of a thing that the grid member handles, in 李燕's hands whoever is on duty. */
export async function reported(town: Demonstration, text: string, where = place): Promise<Matter> {
  const sent = (await town.invoke('resident-1', 'report.submit', { item: 'rubbish', text, place: where })) as Matter
  const { candidates } = (await town.invoke('dispatcher-1', 'report.candidates', { case: sent.id })) as {
    candidates: { holder: string; name: string }[]
  }
  const member = candidates.find(({ name }) => name.includes('李燕'))
  if (!member) return sent
  const { id, version } = sent
  return (await town.invoke('dispatcher-1', 'report.assign', { case: id, version, holder: member.holder, reason: '由她来办' })) as Matter
}

/** The same, and accepted by her. */
export async function accepted(town: Demonstration, text: string): Promise<Matter> {
  const { id, version } = await reported(town, text)
  return (await town.invoke('member-1', 'report.accept', { case: id, version })) as Matter
}

export function read(town: Demonstration, id: string, person = 'dispatcher-1'): Promise<Matter> {
  return town.invoke(person, 'report.get', { case: id }) as Promise<Matter>
}

/** As soon as what a phone sends by itself has arrived. */
export async function becomes(town: Demonstration, id: string, state: string): Promise<Matter> {
  for (let tried = 0; ; tried++) {
    const now = await read(town, id)
    if (now.state === state) return now
    assert.ok(tried < 50, `${now.state}, not ${state}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
