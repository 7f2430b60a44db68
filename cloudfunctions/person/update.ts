import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import type { Handlers } from '../platform/entry'
import { keptContact } from './contact'
import { save } from './save'
import { meView } from './view'

export const update: Handlers<'person'>['update'] = async ({ name, careMode, ...contact }, context) => {
  const fields: Partial<Person> = {}
  if (name !== undefined) {
    if ((await checkText(context.person.openid, name)) === 'risky') return refuse('TEXT_REFUSED')
    fields.name = name
  }
  if (careMode !== undefined) fields.careMode = careMode
  const kept = await keptContact(contact, '您', context.now)
  if (!kept.ok) return kept
  const saved = await save({ ...fields, ...kept.data }, context)
  return saved.ok ? done(await meView(saved.data, context.now)) : saved
}
