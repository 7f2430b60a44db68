import { mayActFor } from '../domain/consent'
import { emptyDiary } from '../domain/diary'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { audit } from '../platform/audit'
import { checkText } from '../platform/contentCheck'
import { create } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { surroundings } from '../platform/locatePoint'
import { maskAddress, maskPhone, seal } from '../platform/seal'
import { staffRole } from './staffRole'

/**
 * Enters somebody who has no WeChat, so that staff can book for them. Such a person has no openid: nobody signs in as them, and no message
 * goes out. Only at home in the caller's own grids.
 */
export const enrol: Handlers<'person'>['enrol'] = async ({ name, phone, address, home }, { person, request, now }) => {
  if ((await checkText(person.openid, `${name}\n${address}`)) === 'risky') return refuse('TEXT_REFUSED')
  const role = staffRole(person)
  const { cell } = (await surroundings(home, now)).located
  if (!cell) return refuse('INPUT_INVALID', '这个位置不在本镇范围内，请在地图上选他家的位置')
  const resident: Person = {
    _id: request,
    version: 1,
    requests: [request],
    openid: '',
    name,
    roles: [],
    ...(phone === undefined ? {} : { phone: seal(phone), phoneMasked: maskPhone(phone) }),
    address: seal(address),
    addressMasked: maskAddress(address),
    home: { grid: cell._id, gridName: cell.name, village: cell.village, longitude: home.longitude, latitude: home.latitude },
    groups: [],
    diary: emptyDiary,
    trusted: [],
    carers: [],
    careMode: false,
    readUntil: now,
    createdAt: now,
    updatedAt: now,
  }
  if (!role || mayActFor(person, resident) !== 'staff') return refuse('NOT_ALLOWED', `这里是${cell.name}，请那里的网格员来登记`)
  const recorded = await audit(
    {
      subject: request,
      field: 'enrolment',
      person: person._id,
      name: person.name,
      role,
      reason: `登记没有微信的居民（${cell.name}）`,
      at: now,
    },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const made = await create<Person>('people', resident)
  return made ? done({ id: made.document._id, name: made.document.name }) : refuse('REQUEST_ID_REUSED')
}
