import type { BookingRow } from '../../../typings/contract'
import { tell } from '../../cloud/phone'

/** Puts a booking into the phone's own calendar, which reminds the person an hour before. */
export function addToCalendar({ service, start, end, place, organisation }: BookingRow): void {
  wx.addPhoneCalendar({
    title: service.name,
    startTime: Math.floor(Date.parse(start) / 1000),
    endTime: String(Math.floor(Date.parse(end) / 1000)),
    location: place ?? '家里',
    description: `${organisation}，善邻预约`,
    alarmOffset: 3600,
    success: () => tell('已经加到手机日历，提前 1 小时提醒您'),
    fail: ({ errMsg }) => {
      if (/auth|deny|denied|authorize/.test(errMsg)) tell('没有日历的权限。可以点右上角“…”，在“设置”里打开')
    },
  })
}
