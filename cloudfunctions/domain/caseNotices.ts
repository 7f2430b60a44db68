import { peopleOf } from './case'
import type { Case, Owner } from './case'
import type { NewNotice, Template } from './matter'
import type { PersonRef } from './person'

/** WeChat cuts what is longer than 20 characters, so what matters stands first. */
export interface Words {
  title: string
  text: string
}

export const pageOf = {
  reporter: (id: string) => `/packages/report/case/case?id=${id}`,
  holder: (id: string) => `/packages/work/case/case?id=${id}`,
}

function tellStaff(id: string, people: PersonRef[], words: Words, template: Template): NewNotice[] {
  return people.map(({ person, openid }) => ({ person, openid, template, page: pageOf.holder(id), ...words }))
}

export function tellReporter({ _id, reporter }: Case, words: Words): NewNotice[] {
  const { person, openid } = reporter
  return [{ person, openid, template: 'caseProgress', page: pageOf.reporter(_id), ...words }]
}

/** Everybody who may act for the owner: the member, or the people of the desk or department. */
export function tellOwner({ _id, owner }: { _id: string; owner: Owner }, words: Words, template: Template = 'caseAssigned'): NewNotice[] {
  return tellStaff(_id, peopleOf(owner), words, template)
}

export function tellPartners(
  { _id, partners }: Pick<Case, '_id' | 'partners'>,
  words: Words,
  template: Template = 'caseAssigned',
): NewNotice[] {
  return partners.flatMap(({ people }) => tellStaff(_id, people, words, template))
}

/** All who have work to do with it: the owner and the departments that help. */
export function tellHolder(
  found: Pick<Case, '_id' | 'owner' | 'partners'>,
  words: Words,
  template: Template = 'caseAssigned',
): NewNotice[] {
  return [...tellOwner(found, words, template), ...tellPartners(found, words, template)]
}

/** An emergency is everybody's at once: whoever of these has not been told as the owner. */
export function tellAlso(id: string, people: PersonRef[], told: NewNotice[], words: Words): NewNotice[] {
  const known = new Set(told.map(({ person }) => person))
  const others = people.filter(({ person }, at) => !known.has(person) && people.findIndex((one) => one.person === person) === at)
  return tellStaff(id, others, words, 'caseAssigned')
}
