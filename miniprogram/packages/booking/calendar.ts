import type { BookingView } from '../../../typings/contract'
import { tell } from '../../cloud/phone'
import { atHome, whereWords } from '../../words/meeting'
import { weekly } from './lessons'
import { fullName } from './offer'

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000)

/** Puts a booking into the phone's own calendar, which reminds the person an hour before; a weekly course as one entry that repeats. */
export function addToCalendar(booking: BookingView): void {
  const { service, title, start, lessons, end, organisation, worker } = booking
  const coming = lessons.filter((lesson) => Date.parse(lesson.end) > Date.now())
  const [first = { start, end }] = coming
  const entry = {
    title: fullName(service.name, title),
    startTime: seconds(first.start),
    endTime: String(seconds(first.end)),
    location: atHome(booking) ? '家里' : whereWords(booking),
    description: [worker, organisation, '善邻预约'].filter(Boolean).join('，'),
    alarmOffset: 3600,
    fail: ({ errMsg }: { errMsg: string }) => {
      if (/auth|deny|denied|authorize/.test(errMsg)) tell('没有日历的权限。可以点右上角“…”，在“设置”里打开')
    },
  }
  if (coming.length > 1 && weekly(coming)) {
    wx.addPhoneRepeatCalendar({
      ...entry,
      repeatInterval: 'week',
      repeatEndTime: seconds(coming[coming.length - 1]?.end ?? end),
      success: () => tell('以后的课都加到手机日历了，每次提前 1 小时提醒您'),
    })
  } else wx.addPhoneCalendar({ ...entry, success: () => tell('已经加到手机日历，提前 1 小时提醒您') })
}
