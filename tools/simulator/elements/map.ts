// map: a sketch in Web Mercator that behaves like WeChat's map. It says of itself that it is only a sketch.
import type { ElementSetup } from './define'
import { paint } from './map-drawing'
import type { Circle, Polygon, Polyline } from './map-drawing'
import { createMarkers } from './map-markers'
import type { Marker } from './map-markers'
import { fit, metresPerPixel, project, unproject } from './map-projection'
import type { Place, Spot } from './map-projection'

type Cause = 'drag' | 'scale' | 'update'

interface Answer<T> {
  success?(result: T): void
  fail?(error: { errMsg: string }): void
  complete?(result: unknown): void
}

export const map: ElementSetup<'map'> = (host) => {
  const { dom, props, emit, context, node } = host
  let center: Place = { longitude: 116.397, latitude: 39.908 }
  let scale = 16
  let markers: Marker[] = []
  let moved: { from: 'gesture' | 'update' } | undefined

  const canvas = document.createElement('canvas')
  const surface = document.createElement('div')
  surface.className = 'sl-map'
  surface.dataset.ownTap = ''
  const layer = createMarkers((src) => context.resolveUrl(src, dom))
  const here = document.createElement('i')
  here.className = 'sl-here'
  const note = document.createElement('span')
  note.className = 'sl-map-note'
  note.textContent = '示意地图'
  surface.append(canvas, here, layer.element, note)
  dom.prepend(surface)
  dom.tabIndex = 0

  const size = (): { width: number; height: number } => ({ width: dom.clientWidth, height: dom.clientHeight })
  const locate = (place: Place): Spot => {
    const { width, height } = size()
    const origin = project(center, scale)
    const spot = project(place, scale)
    return { x: spot.x - origin.x + width / 2, y: spot.y - origin.y + height / 2 }
  }
  const placeAt = ({ x, y }: Spot): Place => {
    const { width, height } = size()
    const origin = project(center, scale)
    return unproject({ x: origin.x + x - width / 2, y: origin.y + y - height / 2 }, scale)
  }
  const region = (): { southwest: Place; northeast: Place } => {
    const { width, height } = size()
    return { southwest: placeAt({ x: 0, y: height }), northeast: placeAt({ x: width, y: 0 }) }
  }

  let drawing = 0
  const draw = (): void => {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0
      const { width, height } = size()
      const ratio = devicePixelRatio
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio)
        canvas.height = Math.round(height * ratio)
      }
      const brush = canvas.getContext('2d')
      if (brush === null || width === 0) return
      brush.setTransform(ratio, 0, 0, ratio, 0, 0)
      paint(brush, {
        width,
        height,
        scale,
        locate,
        metres: metresPerPixel(center.latitude, scale),
        baseMap: context.host.baseMap,
        polygons: (props.polygons as Polygon[] | null) ?? [],
        polylines: (props.polyline as Polyline[] | null) ?? [],
        circles: (props.circles as Circle[] | null) ?? [],
      })
      layer.place(locate)
      const position = props.showLocation ? context.host.location?.() : undefined
      here.hidden = position === undefined
      if (position !== undefined) {
        const { x, y } = locate(position)
        here.style.transform = `translate(${x}px, ${y}px)`
      }
      emit('updated', {})
    })
  }
  const regionChange = (type: 'begin' | 'end', causedBy: 'gesture' | Cause): void => {
    const detail = { type, causedBy, rotate: 0, skew: 0, scale, centerLocation: { ...center }, region: region() }
    emit('regionchange', detail, { type, causedBy })
  }
  const limits = (): [number, number] => [Math.max(3, props.minScale), Math.min(20, props.maxScale)]
  const change = (next: { center?: Place; scale?: number }): void => {
    const [least, most] = limits()
    center = next.center ?? center
    scale = Math.max(least, Math.min(most, next.scale ?? scale))
    draw()
  }
  const update = (next: { center?: Place; scale?: number }): void => {
    if (!dom.isConnected) return
    regionChange('begin', 'update')
    change(next)
    regionChange('end', 'update')
  }
  const begin = (): void => {
    if (moved !== undefined) return
    moved = { from: 'gesture' }
    regionChange('begin', 'gesture')
  }
  const end = (cause: Cause): void => {
    if (moved === undefined) return
    moved = undefined
    regionChange('end', cause)
  }
  const zoomAt = (spot: Spot, by: number): void => {
    const before = placeAt(spot)
    change({ scale: scale + by })
    const after = locate(before)
    const { width, height } = size()
    change({ center: placeAt({ x: width / 2 + after.x - spot.x, y: height / 2 + after.y - spot.y }) })
  }

  const fingers = new Map<number, Spot>()
  let pressed: Spot | undefined
  let pinched = false
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = dom.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  surface.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, spotOf(event))
    pressed = spotOf(event)
    pinched = false
    surface.setPointerCapture(event.pointerId)
  })
  surface.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId)
    if (last === undefined) return
    const now = spotOf(event)
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot)
    if (others[0] !== undefined && props.enableZoom) {
      begin()
      pinched = true
      const gap = (spot: Spot): number => Math.hypot(spot.x - others[0]!.x, spot.y - others[0]!.y)
      zoomAt({ x: (now.x + others[0].x) / 2, y: (now.y + others[0].y) / 2 }, Math.log2(Math.max(1, gap(now)) / Math.max(1, gap(last))))
    } else if (props.enableScroll && (moved !== undefined || Math.hypot(now.x - pressed!.x, now.y - pressed!.y) > 6)) {
      begin()
      const { width, height } = size()
      change({ center: placeAt({ x: width / 2 + last.x - now.x, y: height / 2 + last.y - now.y }) })
    } else return
    fingers.set(event.pointerId, now)
  })
  const lift = (event: PointerEvent): void => {
    fingers.delete(event.pointerId)
    if (fingers.size === 0) end(pinched ? 'scale' : 'drag')
  }
  surface.addEventListener('pointerup', lift)
  surface.addEventListener('pointercancel', lift)
  let wheelEnd: ReturnType<typeof setTimeout> | undefined
  surface.addEventListener(
    'wheel',
    (event) => {
      if (!props.enableZoom) return
      event.preventDefault()
      begin()
      zoomAt(spotOf(event), -event.deltaY / 240)
      clearTimeout(wheelEnd)
      wheelEnd = setTimeout(() => end('scale'), 200)
    },
    { passive: false },
  )
  surface.addEventListener('dblclick', (event) => {
    if (!props.enableZoom) return
    begin()
    zoomAt(spotOf(event), 1)
    end('scale')
  })
  const keys: Record<string, [number, number]> = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }
  dom.addEventListener('keydown', (event) => {
    const step = keys[event.key]
    const { width, height } = size()
    if (step !== undefined && props.enableScroll) {
      begin()
      change({ center: placeAt({ x: width / 2 + step[0], y: height / 2 + step[1] }) })
      end('drag')
    } else if ((event.key === '+' || event.key === '-') && props.enableZoom) {
      begin()
      change({ scale: scale + (event.key === '+' ? 1 : -1) })
      end('scale')
    } else if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLElement && event.target.matches('.sl-marker'))
      event.target.click()
    else return
    event.preventDefault()
  })

  // Every method takes callbacks, and answers a promise as well.
  const method =
    <Options extends object, Result>(name: string, run: (options: Options) => Result) =>
    (options: Options & Answer<Result> = {} as Options & Answer<Result>): Promise<Result> => {
      try {
        const result = { ...run(options), errMsg: `${name}:ok` }
        options.success?.(result)
        options.complete?.(result)
        return Promise.resolve(result)
      } catch (error) {
        const failure = Object.assign(new Error(`${name}:fail ${(error as Error).message}`), {
          errMsg: `${name}:fail ${(error as Error).message}`,
        })
        options.fail?.(failure)
        options.complete?.(failure)
        return options.fail === undefined ? Promise.reject(failure) : new Promise(() => undefined)
      }
    }
  const setMarkers = (next: Marker[]): void => {
    markers = next
    layer.set(markers)
    draw()
  }
  const mapContext = {
    getCenterLocation: method('getCenterLocation', () => ({ ...center })),
    getScale: method('getScale', () => ({ scale })),
    getRegion: method('getRegion', () => region()),
    getRotate: method('getRotate', () => ({ rotate: 0 })),
    getSkew: method('getSkew', () => ({ skew: 0 })),
    moveToLocation: method('moveToLocation', ({ longitude, latitude }: Partial<Place>) => {
      const target = longitude !== undefined && latitude !== undefined ? { longitude, latitude } : context.host.location?.()
      if (target === undefined) throw new Error('no location')
      update({ center: target })
      return {}
    }),
    includePoints: method('includePoints', ({ points, padding = [] }: { points: Place[]; padding?: number[] }) => {
      if (points.length > 0) update(fit(points, size().width, size().height, padding, limits()))
      return {}
    }),
    translateMarker: method(
      'translateMarker',
      (options: { markerId: number; destination: Place; duration?: number; animationEnd?(): void }) => {
        const marker = markers.find((one) => one.id === options.markerId)
        if (marker === undefined) throw new Error(`no marker ${options.markerId}`)
        const from = { longitude: marker.longitude, latitude: marker.latitude }
        const started = performance.now()
        const duration = options.duration ?? 1000
        const step = (): void => {
          const part = Math.min(1, (performance.now() - started) / duration)
          marker.longitude = from.longitude + (options.destination.longitude - from.longitude) * part
          marker.latitude = from.latitude + (options.destination.latitude - from.latitude) * part
          draw()
          if (part < 1) requestAnimationFrame(step)
          else options.animationEnd?.()
        }
        step()
        return {}
      },
    ),
    addMarkers: method('addMarkers', ({ markers: added, clear = false }: { markers: Marker[]; clear?: boolean }) => {
      setMarkers([...(clear ? [] : markers), ...added])
      return {}
    }),
    removeMarkers: method('removeMarkers', ({ markerIds }: { markerIds: number[] }) => {
      setMarkers(markers.filter((marker) => !markerIds.includes(marker.id!)))
      return {}
    }),
    toScreenLocation: method('toScreenLocation', (place: Place) => locate(place)),
    fromScreenLocation: method('fromScreenLocation', (spot: Spot) => placeAt(spot)),
  }

  const observer = new ResizeObserver(draw)
  observer.observe(dom)
  host.onDetach(() => {
    observer.disconnect()
    cancelAnimationFrame(drawing)
    clearTimeout(wheelEnd)
  })
  let started = false
  return {
    role: 'region',
    queryContext: () => mapContext,
    queryNode: () => mapContext,
    tap(x, y, target) {
      if (!surface.contains(target)) return
      const { left, top } = dom.getBoundingClientRect()
      const hit = layer.hit(target)
      if (hit === undefined) {
        layer.open(undefined)
        emit('tap', placeAt({ x: x - left, y: y - top }))
      } else if (hit.part === 'marker') {
        layer.open(hit.id)
        emit('markertap', { markerId: hit.id })
      } else emit(hit.part === 'callout' ? 'callouttap' : 'labeltap', { markerId: hit.id })
    },
    update(changed) {
      const name = ((node.data as Record<string, unknown>).ariaLabel as string) || '地图'
      dom.setAttribute('aria-label', name)
      if (changed.has('markers')) setMarkers([...((props.markers as Marker[] | null) ?? [])].map((marker) => ({ ...marker })))
      const moves = changed.has('longitude') || changed.has('latitude') || changed.has('scale')
      const next = { center: { longitude: props.longitude, latitude: props.latitude }, scale: props.scale }
      if (moves && !started) change(next)
      else if (moves) {
        update({
          ...(changed.has('longitude') || changed.has('latitude') ? { center: next.center } : {}),
          ...(changed.has('scale') ? { scale: next.scale } : {}),
        })
      }
      const points = (props.includePoints as Place[] | null) ?? []
      if (changed.has('includePoints') && points.length > 0)
        requestAnimationFrame(() => change(fit(points, size().width, size().height, [], limits())))
      started = true
      draw()
    },
  }
}
