import { maySee } from '../domain/caseSteps'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { caseRow, rowFields } from './view'
import type { RowCase } from './view'

/** Numbers of other channels are not ours to keep unique. */
const most = 5

export const numbered: Handlers<'report'>['numbered'] = async (input, { person, now }) => {
  const called = input.number.toUpperCase()
  const found = await find<RowCase & { private: boolean }>('cases', [{ number: called }, { 'origin.number': input.number }], {
    limit: most,
    fields: [...rowFields, 'private'],
  })
  return done({ cases: found.filter((one) => maySee(one, person)).map((one) => caseRow(one, { person, now })) })
}
