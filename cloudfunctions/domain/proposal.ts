import { needAt, windowsOf } from './availability'
import type { Wanted, Window } from './availability'
import type { Bookable, Booking } from './booking'
import { addDays, weekdayOf } from './calendar'
import { dispatch } from './dispatch'
import type { Placement } from './dispatch'
import { quote } from './entitlement'
import { sayTime } from './speech'
import { dayOf, minuteOf } from './time'
import type { Instant } from './time'

/** What one tap may book: the same as last time, or else the next good time. */

export type LastVisit = Pick<Booking, 'service' | 'start' | 'worker' | 'wish'>

const daysAhead = 14

function sameHour(a: Instant, b: Instant): boolean {
  return minuteOf(a) === minuteOf(b)
}
function sameWeekday(a: Instant, b: Instant): boolean {
  return weekdayOf(dayOf(a)) === weekdayOf(dayOf(b))
}

/**
 * What is good about a time, best first; the first that some time has decides, and of several times the earliest. `carer`: who came last
 * time, or else usually comes, is among the wishes.
 */
function preferences(last: LastVisit | undefined, carer: boolean): { fits: (window: Window) => boolean; words: string }[] {
  const fitting = ({ wished }: Window) => wished > 0
  const then = ({ start }: Window) => last !== undefined && sameHour(start, last.start)
  const thenToo = (window: Window) => then(window) && last !== undefined && sameWeekday(window.start, last.start)
  return [
    { fits: (window) => thenToo(window) && fitting(window), words: '和上次一样' },
    { fits: thenToo, words: '和上次一样的时间' },
    { fits: (window) => then(window) && fitting(window), words: '和上次同一个钟点' },
    ...(carer ? [{ fits: fitting, words: '熟悉的社工最近有空的时间' }] : []),
    { fits: then, words: '和上次同一个钟点' },
    { fits: () => true, words: '最近有空的时间' },
  ]
}

export interface Proposal {
  placement: Placement
  start: Instant
  end: Instant
  price: ReturnType<typeof quote>
  why: string
  sentence: string
}

/** A time that is free for the guest and for somebody who can come, with whom dispatch would send; nothing if there is none for two weeks. */
export function proposalOf(bookables: Bookable[], wanted: Wanted, last: LastVisit | undefined): Proposal | undefined {
  const { offering, guest, now } = wanted
  const carer = last?.worker?.person ?? guest.carers[0]?.worker
  const wishing: Wanted = { ...wanted, wish: { ...last?.wish, ...(carer !== undefined && { worker: carer }) } }
  const windows = windowsOf(bookables, wishing, now, addDays(now, daysAhead)).filter(({ free, clash }) => free > 0 && !clash)
  for (const { fits, words } of preferences(last, carer !== undefined)) {
    const window = windows.find(fits)
    const placement = window && dispatch(bookables, needAt(wishing, window.start))[0]
    if (!placement) continue
    const { start, end } = window
    const price = quote(offering.service, offering.programme, guest, start)
    const sentence = `${words}：${sayTime(start, now)}，请${placement.worker.worker.name}来${offering.service.name}。${price.sentence}`
    return { placement, start, end, price, why: words, sentence }
  }
  return undefined
}
