import { dayWords, hoursWords } from '../../words/time'

interface Lesson {
  start: string
  end: string
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

function weekdayOf(at: string): string {
  return weekdays[new Date(Date.parse(at) + 8 * 3600_000).getUTCDay()] ?? ''
}

/** 每周三晚上 7 点到 8 点半，共 8 节，11月25日开始. A course that is not weekly names its first day alone. */
export function lessonWords(lessons: Lesson[], now = Date.now()): string {
  const [first] = lessons
  if (!first) return ''
  const hours = hoursWords(first.start, first.end)
  if (lessons.length === 1) return `${dayWords(first.start, now)}${hours}`
  const begins = `${dayWords(first.start, now)}${Date.parse(first.start) < now ? '已经开始' : '开始'}`
  if (!weekly(lessons)) return `共 ${lessons.length} 节，${begins}，${hours}`
  return `每${weekdayOf(first.start)}${hours}，共 ${lessons.length} 节，${begins}`
}

/** Whether all are on one weekday at one hour, a week after the other. */
export function weekly(lessons: Lesson[]): boolean {
  const week = 7 * 24 * 3600_000
  return lessons.every(({ start }, at) => at === 0 || Date.parse(start) - Date.parse(lessons[at - 1]?.start ?? start) === week)
}
