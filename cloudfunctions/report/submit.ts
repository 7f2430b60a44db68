import { assign, neededFor } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import { openCase } from '../domain/caseOpening'
import type { Located } from '../domain/grid'
import { done, refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import type { TownData } from '../domain/town'
import { checkText } from '../platform/contentCheck'
import { create, find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { takePhotos, takeVoice } from '../platform/files'
import { locatePoint } from '../platform/locatePoint'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { loadsOf } from './loads'
import { caseView } from './view'

export const submit: Handlers<'report'>['submit'] = async (input, { person, request, now }) => {
  const town = await townData(now)
  const item = town.items.find(({ id }) => id === input.item)
  if (!item) return refuse('ITEM_UNKNOWN')
  const caller = { person: person._id, openid: person.openid }
  const [checked, photos, voice, located] = await Promise.all([
    checkText(person.openid, [input.text, input.place.name ?? ''].join('\n')),
    takePhotos(input.photos, caller),
    takeVoice(input.voice, caller),
    locatePoint(input.place),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!photos.ok) return photos
  if (!voice.ok) return voice

  const { longitude, latitude, name } = input.place
  const opened = openCase({
    request,
    now,
    reporter: person,
    item,
    written: {
      text: input.text,
      photos: photos.data,
      voice: voice.data,
      place: { longitude, latitude, ...(name ? { name } : {}) },
      private: input.private,
    },
    cell: located.cell,
    assignment: assign({ located, now, town, ...(await gather(located, now, town)) }),
    town,
  })
  const made = await create('cases', opened)
  if (!made) return refuse('REQUEST_ID_REUSED')
  // What an earlier arrival of this request left owed is the sweep's: it may be sending it at this moment.
  if (made.written) await deliver('cases', made.document, town)
  return done(caseView(made.document, { person, now }))
}

/** What the assignment weighs, in one operation at most. */
async function gather(located: Located, now: Instant, town: TownData): Promise<{ loads: Map<string, number>; desks: Desk[] }> {
  const needed = neededFor(located, now, town)
  switch (needed.kind) {
    case 'loads':
      return { loads: await loadsOf(needed.holders), desks: [] }
    case 'desks':
      return {
        loads: new Map(),
        desks: await find<Desk>('grids', { _id: is.in(needed.grids) }, { limit: needed.grids.length, fields: ['level', 'name', 'desk'] }),
      }
    case 'nothing':
      return { loads: new Map(), desks: [] }
  }
}
