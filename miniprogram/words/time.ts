// Times as people say them, on the town's clock (UTC+8 all year).
import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'

/** Shifted so that dayjs, which thinks in the phone's zone, shows the town's clock. */
function inTown(at: string | number): Dayjs {
  const time = typeof at === 'number' ? at : Date.parse(at)
  return dayjs(time + (480 + new Date(time).getTimezoneOffset()) * 60_000)
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

function partOfDay(hour: number): string {
  if (hour < 5) return '凌晨'
  if (hour < 8) return '早上'
  if (hour < 12) return '上午'
  if (hour < 13) return '中午'
  if (hour < 18) return '下午'
  return '晚上'
}

/** 今天下午 5 点, 明天上午 9 点半, 6月3日上午 10:20 */
export function whenWords(at: string, now = Date.now()): string {
  const then = inTown(at)
  return `${dayWords(at, now)}${clockWords(then)}`
}

function clockWords(then: Dayjs): string {
  const hour = then.hour()
  const minute = then.minute()
  const twelve = hour > 12 ? hour - 12 : hour
  const clock = minute === 0 ? `${twelve} 点` : minute === 30 ? `${twelve} 点半` : `${twelve}:${String(minute).padStart(2, '0')}`
  return `${partOfDay(hour)} ${clock}`
}

/** 今天, 明天, 昨天, 周五 (within the coming week), 6月3日 */
export function dayWords(at: string, now = Date.now()): string {
  const then = inTown(at)
  const days = then.startOf('day').diff(inTown(now).startOf('day'), 'day')
  if (days === 0) return '今天'
  if (days === 1) return '明天'
  if (days === 2) return '后天'
  if (days === -1) return '昨天'
  const date = then.year() === inTown(now).year() ? `${then.month() + 1}月${then.date()}日` : `${then.year()}年${then.month() + 1}月${then.date()}日`
  return days > 2 && days < 7 ? `${date}${weekdays[then.day()] ?? ''}` : date
}

/** 今天下午 2 点到 4 点 */
export function spanWords(start: string, end: string, now = Date.now()): string {
  return `${dayWords(start, now)}${hoursWords(start, end)}`
}

/** 下午 2 点到 4 点; the part of the day is said again only when it differs. */
export function hoursWords(start: string, end: string): string {
  const from = inTown(start)
  const to = inTown(end)
  const until = clockWords(to)
  return `${clockWords(from)}到${partOfDay(from.hour()) === partOfDay(to.hour()) ? until.slice(3).trim() : until}`
}

/** 刚刚, 5 分钟前, 2 小时前, 昨天下午 3 点 */
export function agoWords(at: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟前`
  if (minutes < 6 * 60) return `${Math.floor(minutes / 60)} 小时前`
  return whenWords(at, now)
}

/** 还有 3 小时, 已经晚了 2 天 */
export function leftWords(due: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(due) - now) / 60_000)
  const amount = Math.abs(minutes)
  const words =
    amount < 60 ? `${Math.max(1, amount)} 分钟` : amount < 48 * 60 ? `${Math.round(amount / 60)} 小时` : `${Math.round(amount / 1440)} 天`
  return minutes >= 0 ? `还有 ${words}` : `已经晚了 ${words}`
}
