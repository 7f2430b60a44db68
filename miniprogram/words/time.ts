// Times as people say them, on the town's clock (UTC+8 all year); worded as the cloud's own sentences are.
import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'

/** Shifted so that dayjs, which thinks in the phone's zone, shows the town's clock. */
function inTown(at: string | number): Dayjs {
  const time = typeof at === 'number' ? at : Date.parse(at)
  return dayjs(time + (480 + new Date(time).getTimezoneOffset()) * 60_000)
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const near: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' }

function partOfDay(hour: number): string {
  if (hour < 5) return '凌晨'
  if (hour < 8) return '早上'
  if (hour < 12) return '上午'
  if (hour < 13) return '中午'
  if (hour < 18) return '下午'
  return '晚上'
}

function clockWords(then: Dayjs): string {
  const hour = then.hour() > 12 ? then.hour() - 12 : then.hour()
  const minute = then.minute()
  return `${hour} ${minute === 0 ? '点' : minute === 30 ? '点半' : `点${String(minute).padStart(2, '0')}分`}`
}

/** 今天下午 5 点, 明天上午 9 点半, 6月3日上午 10 点20分 */
export function whenWords(at: string, now = Date.now()): string {
  const then = inTown(at)
  return `${dayWords(at, now)}${partOfDay(then.hour())} ${clockWords(then)}`
}

/** 今天, 后天, 周五, 下周二, 6月3日. Weeks begin on Monday. */
export function dayWords(at: string, now = Date.now()): string {
  const then = inTown(at)
  const today = inTown(now)
  const days = then.startOf('day').diff(today.startOf('day'), 'day')
  const said = near[days]
  if (said !== undefined) return said
  const week = Math.floor((((today.day() + 6) % 7) + days) / 7)
  if (days > 0 && week <= 1) return `${week === 1 ? '下' : ''}${weekdays[then.day()] ?? ''}`
  return then.format(then.year() === today.year() ? 'M月D日' : 'YYYY年M月D日')
}

/** 今天下午 2 点到 4 点 */
export function spanWords(start: string, end: string, now = Date.now()): string {
  return `${dayWords(start, now)}${hoursWords(start, end)}`
}

/** When something is next: of a course its coming lesson. */
export function nextSpan({ next, start, end }: { next?: { start: string; end: string }; start: string; end: string }): {
  start: string
  end: string
} {
  return next ?? { start, end }
}

/** 下午 2 点到 4 点; the part of the day is said again only when it differs. */
export function hoursWords(start: string, end: string): string {
  const from = inTown(start)
  const to = inTown(end)
  const part = partOfDay(from.hour())
  const partThen = partOfDay(to.hour())
  return `${part} ${clockWords(from)}到${part === partThen ? '' : partThen} ${clockWords(to)}`
}

/** Noon of a day, for words about the day. */
export function noonOf(day: string): string {
  return `${day}T04:00:00.000Z`
}

/** 周三 */
export function weekdayWords(day: string): string {
  return weekdays[inTown(noonOf(day)).day()] ?? ''
}

/** 11月25日 */
export function dateWords(day: string): string {
  return inTown(noonOf(day)).format('M月D日')
}

/** Today, or a day so many days from another. */
export function dayFrom(day: string | undefined, days = 0): string {
  return inTown(day === undefined ? Date.now() : noonOf(day))
    .add(days, 'day')
    .format('YYYY-MM-DD')
}

/** Minutes after midnight on the town's clock. */
export function minuteOf(at: string): number {
  const then = inTown(at)
  return then.hour() * 60 + then.minute()
}

/** 早上好 */
export function greeting(now = Date.now()): string {
  const part = partOfDay(inTown(now).hour())
  return part === '凌晨' ? '您好' : `${part}好`
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

/** A message that WeChat shows in few characters, as people say it: 12月1日14:00 → 12月1日下午 2 点. */
export function spokenTimes(text: string): string {
  return text.replace(/(\d{1,2}月\d{1,2}日)(\d{2}):(\d{2})/g, (_all, day: string, hour: string, minute: string) => {
    const then = dayjs(0).hour(Number(hour)).minute(Number(minute))
    return `${day}${partOfDay(then.hour())} ${clockWords(then)}`
  })
}
