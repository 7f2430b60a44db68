import { placesCalled, placesNearly } from '../domain/places'
import type { TownPlaces } from '../domain/places'
import { done } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'

const most = 10
const mostNearly = 5

export const places: Handlers<'report'>['places'] = async ({ text }) => {
  const known = (await get<TownPlaces>('grids', 'places'))?.places ?? []
  const called = placesCalled(known, text, most)
  const found = called.length > 0 ? called : placesNearly(known, text, mostNearly)
  return done({
    places: found.map(({ place: { name, kind, village, longitude, latitude }, alias }) => ({
      ...{ name, kind, village, point: { longitude, latitude } },
      ...(alias === undefined ? {} : { alias }),
    })),
    sentence: sentenceOf(text, called.length, found.length),
  })
}

function sentenceOf(text: string, called: number, found: number): string {
  if (called > 0) return ''
  if (found > 0) return `没有叫“${text}”的地方，您要找的是不是下面的？`
  return `没有找到“${text}”。可以换个叫法，只说前两三个字，或者直接在地图上点位置`
}
