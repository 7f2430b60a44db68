import { hoursOf, promisedMinutes } from '../domain/contractHours'
import { organisationsOf } from '../domain/booking'
import type { Contract, Organisation } from '../domain/organisation'
import { hasRole } from '../domain/person'
import { done } from '../domain/result'
import { dayOf } from '../domain/time'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'

const mostContracts = 300

/** Contracts that still run: of the caller's organisations, or of all for the dispatcher. */
export const contracts: Handlers<'booking'>['contracts'] = async (_input, { person, now }) => {
  const running = { until: is.gte(dayOf(now)) }
  const found = await find<Contract>(
    'contracts',
    hasRole(person, 'dispatcher') ? running : { organisation: is.in(organisationsOf(person)), ...running },
    { limit: mostContracts, order: [['until', 'asc']] },
  )
  const ids = [...new Set(found.map(({ organisation }) => organisation))]
  const organisations =
    ids.length === 0 ? [] : await find<Organisation>('organisations', { _id: is.in(ids) }, { limit: ids.length, fields: ['name'] })
  const names = new Map(organisations.map(({ _id, name }) => [_id, name]))
  return done({
    contracts: found.map((contract) => ({
      ...contractRow(contract),
      organisation: { id: contract.organisation, name: names.get(contract.organisation) ?? '' },
      from: contract.from,
    })),
  })
}

export function contractRow(contract: Contract) {
  const { _id, name, buyer, minutes, used, left, until } = contract
  return {
    id: _id,
    name,
    buyer,
    hours: hoursOf(minutes),
    promised: hoursOf(promisedMinutes(contract)),
    used: hoursOf(used),
    left: hoursOf(left),
    until,
  }
}
