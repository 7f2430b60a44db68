import { dayOf, inTown } from './time'
import type { Day, Instant } from './time'

const partsOfDay: [untilHour: number, name: string][] = [
  [5, '凌晨'],
  [8, '早上'],
  [12, '上午'],
  [13, '中午'],
  [18, '下午'],
  [24, '晚上'],
]
const weekdays = ['日', '一', '二', '三', '四', '五', '六']
const near: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' }

function sayClock(hour: number, minute: number): string {
  const part = partsOfDay.find(([until]) => hour < until)?.[1] ?? ''
  const past = minute === 0 ? '点' : minute === 30 ? '点半' : `点${String(minute).padStart(2, '0')}分`
  return `${part} ${hour > 12 ? hour - 12 : hour} ${past}`
}

/** A day as people say it on another day: 今天, 后天, 周五, 下周二, 11月3日, 2027年1月3日. Weeks begin on Monday. */
function sayDay(at: Instant, now: Instant): string {
  const then = inTown(at)
  const days = Math.round((Date.parse(`${dayOf(at)}T00:00Z`) - Date.parse(`${dayOf(now)}T00:00Z`)) / 86_400_000)
  const said = near[days]
  if (said !== undefined) return said
  const sinceMonday = (inTown(now).day() + 6) % 7
  const week = Math.floor((sinceMonday + days) / 7)
  if (days > 0 && week <= 1) return `${week === 1 ? '下' : ''}周${weekdays[then.day()]}`
  return then.format(then.year() === inTown(now).year() ? 'M月D日' : 'YYYY年M月D日')
}

/** An instant as people say it: 今天下午 5 点, 后天上午 9 点半, 11月3日晚上 8 点05分. */
export function sayTime(at: Instant, now: Instant): string {
  const local = inTown(at)
  return sayDay(at, now) + sayClock(local.hour(), local.minute())
}

/**
 * A sentence is kept with its instants unsaid, since "today" is true for one day: `spoken` marks the place, `sayAll` says it as of now.
 */
export function spoken(at: Instant): string {
  return `{${at}}`
}

export function sayAll(sentence: string, now: Instant): string {
  return sentence.replace(/\{(\d{4}-\d{2}-\d{2}T[\d:.]+Z)\}/g, (_whole, at: Instant) => sayTime(at, now))
}

/** 11月23日, for whatever is not said as of a day. */
export function sayDate(day: Day): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日`
}

export function sayWeekday(weekday: number): string {
  return `周${weekdays[weekday]}`
}

/** 08:30–12:00、14:00–17:30. */
export function saySpans(spans: { from: string; to: string }[]): string {
  return spans.map(({ from, to }) => `${from}–${to}`).join('、')
}
