import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import type { Handlers } from '../platform/entry'
import { surroundings } from '../platform/locatePoint'
import { maskAddress, maskPhone, seal } from '../platform/seal'
import { save } from './save'
import { meView } from './view'

export const update: Handlers<'person'>['update'] = async ({ name, phone, address, home, careMode }, context) => {
  const fields: Partial<Person> = {}
  if (name !== undefined) {
    if ((await checkText(context.person.openid, name)) === 'risky') return refuse('TEXT_REFUSED')
    fields.name = name
  }
  if (careMode !== undefined) fields.careMode = careMode
  if (phone !== undefined) Object.assign(fields, { phone: seal(phone), phoneMasked: maskPhone(phone) })
  if (address !== undefined) Object.assign(fields, { address: seal(address), addressMasked: maskAddress(address) })
  if (home !== undefined) {
    const { cell } = (await surroundings(home, context.now)).located
    if (!cell) return refuse('INPUT_INVALID', '这个位置不在本镇范围内，请在地图上选您家的位置')
    fields.home = { grid: cell._id, gridName: cell.name, village: cell.village, longitude: home.longitude, latitude: home.latitude }
  }
  const saved = await save(fields, context)
  return saved.ok ? done(await meView(saved.data, context.now)) : saved
}
