import { tell } from './phone'
import { town, updateMe } from './session'

/** Lets the person show on the map where they live; true when that is kept. */
export async function chooseHome(): Promise<boolean> {
  let place: { longitude: number; latitude: number }
  try {
    place = await wx.chooseLocation(town()?.centre ?? {})
  } catch {
    // Closed without choosing.
    return false
  }
  const reply = await updateMe({ home: { longitude: place.longitude, latitude: place.latitude } })
  tell(reply.ok ? `记下了，您家在${reply.data.grid?.name ?? '本镇'}` : reply.error.message)
  return reply.ok
}
