// WeChat's own map pages: choose a place, look at a place.
import type { BaseMap } from '../../runtime/host'
import type { Native, Place, Position } from '../../wx/host'
import { element } from '../element'
import { button, page, type Layer } from './layer'
import { createMapView } from './map'

const metresPerDegree = 111320

export function distance(a: Position, b: Position): number {
  const x = (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180)
  return Math.hypot(x, a.latitude - b.latitude) * metresPerDegree
}

const spellDistance = (metres: number) => (metres < 1000 ? `${Math.round(metres)}米` : `${(metres / 1000).toFixed(1)}公里`)

export function createPlaces(
  layer: Layer,
  town: { map?: BaseMap; places: Place[]; here(): Position },
): Pick<Native, 'chooseLocation' | 'openLocation'> {
  return {
    chooseLocation: (center) =>
      layer.ask<Place | null>((answer) => {
        const list = element('ul', { className: 'place-list', aria: { label: '附近的地点' } })
        const search = element('input', { className: 'native-field', type: 'search', placeholder: '搜索地点', aria: { label: '搜索地点' } })
        let chosen: Place
        const view = createMapView({ center, map: town.map, places: town.places, here: town.here(), onMove: () => update() })
        const pin = element('div', { className: 'map-pin', aria: { hidden: 'true' } })

        function nearby(): Place[] {
          const at = view.center()
          const words = search.value.trim()
          const sorted = town.places
            .filter((place) => !words || place.name.includes(words) || place.address.includes(words))
            .map((place) => ({ place, metres: distance(at, place) }))
            .sort((a, b) => a.metres - b.metres)
          const nearest = sorted[0]
          const spot: Place = { name: '', address: nearest ? `${nearest.place.address}附近` : '', ...at }
          return words ? sorted.slice(0, 8).map(({ place }) => place) : [spot, ...sorted.slice(0, 8).map(({ place }) => place)]
        }
        function update(): void {
          const found = nearby()
          chosen = found[0] ?? { name: '', address: '', ...view.center() }
          list.replaceChildren(
            ...found.map((place) => {
              const row = element(
                'button',
                { type: 'button', className: 'row place', aria: { pressed: String(place === chosen) } },
                element(
                  'span',
                  {},
                  place.name || '地图中间的位置',
                  element('small', {}, [spellDistance(distance(town.here(), place)), place.address].filter(Boolean).join(' · ')),
                ),
              )
              row.onclick = () => {
                chosen = place
                view.moveTo(place)
                for (const other of list.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === row))
              }
              return element('li', {}, row)
            }),
          )
        }
        search.oninput = update
        update()
        return page(
          '选择位置',
          { text: '取消', act: () => answer(null) },
          button('确定', 'native-confirm', () => answer(chosen)),
          element(
            'div',
            { className: 'map-place' },
            view.element,
            pin,
            button('回到我的位置', 'map-home', () => {
              view.moveTo(town.here())
              update()
            }),
          ),
          element('div', { className: 'place-panel' }, search, list),
        )
      }, null),

    openLocation(place) {
      void layer.ask<void>((answer) => {
        const view = createMapView({
          center: place,
          map: town.map,
          places: town.places,
          here: town.here(),
          scale: place.scale,
          marked: place,
        })
        return page(
          '位置',
          { text: '返回', act: () => answer() },
          element('div', { className: 'map-place map-tall' }, view.element),
          element(
            'div',
            { className: 'place-card' },
            element('h2', {}, place.name || '位置'),
            element('p', {}, [place.address, `距离你${spellDistance(distance(town.here(), place))}`].filter(Boolean).join(' · ')),
          ),
        )
      }, undefined)
    },
  }
}
