// A booking on its way from the page that made or changed it to the page that shows it, which then need not ask the cloud again.
import type { BookingView } from '../../../typings/contract'

interface Fresh {
  booking: BookingView
  /** What has just happened: shown large. */
  headline: string
  /** Something the person should know besides. */
  remark: string
}

let handed: Fresh | undefined

export function handOver(fresh: Fresh): void {
  handed = fresh
}

export function takeOver(id: string): Fresh | undefined {
  const fresh = handed?.booking.id === id ? handed : undefined
  handed = undefined
  return fresh
}
