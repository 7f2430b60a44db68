import { openAlarms } from './alarm'
import { layOutDays } from './changeRoster'
import { continueAll as continueSeries } from './continueSeries'
import { settleCounts, settleStanding } from './counts'
import { followCourses } from './followCourses'
import { settleContracts } from './hoursLedger'
import { settleDiaries, settleDue, settleLeaving, settleMissed, settlePlaces, settleWaiting } from './settle'

/**
 * What the sweep does for bookings, in this order: first what killed calls left, so that places come free; then courses that were changed,
 * and rosters, so that nobody is sent who is away; then what is due; then places go to those who wait. So one sweep brings everything to
 * its end.
 */
export const bookingJobs = {
  openAlarms,
  settleLeaving,
  settlePlaces,
  settleDiaries,
  followCourses,
  settleStanding,
  settleContracts,
  layOutDays,
  settleDue,
  settleMissed,
  settleWaiting,
  continueSeries,
  settleCounts,
}
