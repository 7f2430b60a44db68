import { peopleOf } from './case'
import type { Case, Owner } from './case'
import type { NewNotice, Template } from './matter'

/** WeChat cuts what is longer than 20 characters, so what matters stands first. */
export interface Words {
  title: string
  text: string
}

const pageOf = {
  reporter: (id: string) => `/packages/report/case/case?id=${id}`,
  holder: (id: string) => `/packages/work/case/case?id=${id}`,
}

export function tellReporter({ _id, reporter }: Case, words: Words): NewNotice[] {
  const { person, openid } = reporter
  return [{ person, openid, template: 'caseProgress', page: pageOf.reporter(_id), ...words }]
}

/** Everybody who may act for the owner: the member, or the people of the desk or department. */
export function tellHolder({ _id, owner }: { _id: string; owner: Owner }, words: Words, template: Template = 'caseAssigned'): NewNotice[] {
  return peopleOf(owner).map(({ person, openid }) => ({ person, openid, template, page: pageOf.holder(_id), ...words }))
}
