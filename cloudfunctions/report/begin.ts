import type { CaseView } from '../contract'
import { assign, weighed } from '../domain/assignment'
import type { Case } from '../domain/case'
import { openCase } from '../domain/caseOpening'
import type { PersonRef } from '../domain/person'
import { refOf } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Item } from '../domain/town'
import { checkText } from '../platform/contentCheck'
import { create } from '../platform/documents'
import type { Context } from '../platform/entry'
import { takePhotos, takeVoice } from '../platform/files'
import { surroundings } from '../platform/locatePoint'
import type { Surroundings } from '../platform/locatePoint'
import { deliver } from '../platform/messages'
import { loadsOf } from './loads'
import { caseView } from './view'

interface Written {
  item: string
  text: string
  photos: string[]
  voice?: { file: string; seconds: number }
  place: { longitude: number; latitude: number; name?: string }
  answers: { id: string; answer: string }[]
}

/** What a person reports, checked and assigned: four operations beside the caller's own document, also on a cold instance. */
export async function begin(
  written: Written,
  more: Pick<Case, 'private'> & Partial<Pick<Case, 'origin'>>,
  { person, request, now }: Context,
): Promise<Result<CaseView>> {
  const caller = { person: person._id, openid: person.openid }
  const words = [written.text, written.place.name ?? '', ...written.answers.map(({ answer }) => answer), more.origin?.number ?? '']
  const [checked, photos, voice, around] = await Promise.all([
    checkText(person.openid, words.join('\n')),
    takePhotos(written.photos, caller),
    takeVoice(written.voice, caller),
    surroundings(written.place, now),
  ])
  const item = around.town.items.find(({ id }) => id === written.item)
  if (!item) return refuse('ITEM_UNKNOWN')
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!photos.ok) return photos
  if (!voice.ok) return voice

  const { longitude, latitude, name } = written.place
  const made = await openAt(
    {
      request,
      now,
      reporter: refOf(person),
      item,
      written: {
        text: written.text,
        photos: photos.data,
        voice: voice.data,
        answers: answersTo(item, written.answers),
        place: { longitude, latitude, ...(name ? { name } : {}) },
        ...more,
      },
      textPassed: checked === 'pass',
    },
    around,
  )
  return made ? done(caseView(made, { person, now })) : refuse('REQUEST_ID_REUSED')
}

interface Beginning {
  request: string
  now: string
  reporter: PersonRef
  item: Item
  written: Parameters<typeof openCase>[0]['written']
  textPassed: boolean
}

/** Assigns and makes the case, and sends its messages: three operations at most. */
export async function openAt(beginning: Beginning, { located, desks, town }: Surroundings): Promise<Case | undefined> {
  const { item, now } = beginning
  const holders = weighed(located, item, now)
  const loads = holders.length > 0 ? await loadsOf(holders) : new Map<string, number>()
  const assignment = assign({ item, located, now, loads, desks, town })
  const made = await create('cases', openCase({ ...beginning, cell: located.cell, assignment, town }))
  // What an earlier arrival of this request left owed is the sweep's: it may be sending it at this moment.
  if (made?.written) await deliver('cases', made.document, town)
  return made?.document
}

/** Answers to the questions of the item, in its order and with its words; what was not asked is dropped. */
export function answersTo({ questions }: Item, given: Written['answers']): Case['answers'] {
  return questions.flatMap(({ id, text, options }) => {
    const answer = given.find((one) => one.id === id)?.answer
    return answer === undefined || (options && !options.includes(answer)) ? [] : [{ question: text, answer }]
  })
}
