import { placesCalled } from '../domain/places'
import type { TownPlaces } from '../domain/places'
import { done } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'

const most = 10

export const places: Handlers<'report'>['places'] = async ({ text }) => {
  const known = await get<TownPlaces>('grids', 'places')
  const found = placesCalled(known?.places ?? [], text, most)
  return done({
    places: found.map(({ place: { name, kind, village, longitude, latitude }, alias }) => ({
      ...{ name, kind, village, point: { longitude, latitude } },
      ...(alias === undefined ? {} : { alias }),
    })),
    sentence: found.length > 0 ? '' : `没有找到“${text}”。可以换个叫法，只说前两三个字，或者直接在地图上点位置`,
  })
}
