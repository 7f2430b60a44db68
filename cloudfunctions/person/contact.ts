import type { Cell } from '../domain/grid'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { surroundings } from '../platform/locatePoint'
import { maskAddress, maskPhone, seal } from '../platform/seal'

/** Where somebody lives and how to reach them, as it is given. */
export interface Contact {
  phone?: string
  address?: string
  home?: { longitude: number; latitude: number }
}

/** As a person's document keeps it: sealed, with what may be shown, and the grid in which the home lies. */
export type KeptContact = Pick<Person, 'phone' | 'phoneMasked' | 'address' | 'addressMasked' | 'home'>

/** One operation when there is a home to be found; `whose` home it is, for the refusal. */
export async function keptContact({ phone, address, home }: Contact, whose: string, now: string): Promise<Result<KeptContact>> {
  const kept: KeptContact = {
    ...(phone === undefined ? {} : { phone: seal(phone), phoneMasked: maskPhone(phone) }),
    ...(address === undefined ? {} : { address: seal(address), addressMasked: maskAddress(address) }),
  }
  if (!home) return done(kept)
  const { cell } = (await surroundings(home, now)).located
  if (!cell) return refuse('INPUT_INVALID', `这个位置不在本镇范围内，请在地图上选${whose}家的位置`)
  return done({ ...kept, home: homeIn(cell, home) })
}

function homeIn({ _id: grid, name: gridName, village }: Cell, { longitude, latitude }: NonNullable<Contact['home']>): Person['home'] {
  return { grid, gridName, village, longitude, latitude }
}
