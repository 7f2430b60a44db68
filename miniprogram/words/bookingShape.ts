import type { BookingRow } from '../../typings/contract'

/** The shape and tone that go with the word for a booking's state. */
export const bookingShapes: Record<BookingRow['state'], { icon: string; tone: string }> = {
  waiting: { icon: 'usergroup', tone: 'wait' },
  held: { icon: 'time-filled', tone: 'late' },
  requested: { icon: 'time', tone: 'wait' },
  assigned: { icon: 'check-circle', tone: 'going' },
  checkedIn: { icon: 'home', tone: 'going' },
  done: { icon: 'star', tone: 'wait' },
  rated: { icon: 'check', tone: '' },
  declined: { icon: 'close-circle', tone: '' },
  expired: { icon: 'hourglass', tone: '' },
  cancelled: { icon: 'rollback', tone: '' },
  noShow: { icon: 'error-circle', tone: '' },
}

/** What those who serve read where the guest's word would be wrong. */
export const staffWords: Partial<Record<BookingRow['state'], string>> = { requested: '等您答复', done: '做完了，等评价' }
