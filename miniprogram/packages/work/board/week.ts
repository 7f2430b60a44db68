// The organisation's week as it is shown: a list by day, and for each worker a bar of the hours with what fills them.
import type { Output } from '../../../../typings/contract'
import { dateWords, dayWords, hoursWords, minuteOf, noonOf, weekdayWords } from '../../../words/time'

type Week = Output<'booking.week'>
type Worker = Week['days'][number]['workers'][number]

interface Piece {
  key: string
  /** Of the bar, in percent. */
  left: number
  width: number
  kind: 'free' | 'taken' | 'open'
}

export interface Item {
  key: string
  url: string
  hours: string
  title: string
  confirmed: boolean
}

export interface WorkerDay {
  id: string
  name: string
  away: boolean
  words: string
  pieces: Piece[]
  items: Item[]
  gaps: string
}

export interface ShownDay {
  day: string
  /** 今天, 周三 */
  name: string
  date: string
  /** For the strip above the list. */
  weekday: string
  words: string
  unconfirmed: number
  workers: WorkerDay[]
  /** Who has nothing that day, in one line. */
  idle: string
  away: string
}

export interface ShownContract {
  id: string
  name: string
  words: string
  used: number
  promised: number
  low: boolean
}

/** 3, 1.5 */
export function hoursNumber(hours: number): string {
  return String(Math.round(hours * 10) / 10)
}

/** From the first hour that anybody works that week to the last, so that bars of different days compare. */
function boundsOf(week: Week): { from: number; until: number } {
  const spans = week.days.flatMap(({ workers }) => workers.flatMap(({ gaps, items }) => [...gaps, ...items]))
  const from = Math.min(8 * 60, ...spans.map(({ start }) => minuteOf(start)))
  const until = Math.max(18 * 60, ...spans.map(({ start, end }) => minuteOf(start) + (Date.parse(end) - Date.parse(start)) / 60_000))
  return { from: Math.floor(from / 60) * 60, until: Math.ceil(until / 60) * 60 }
}

function piecesOf({ gaps, items }: Worker, { from, until }: { from: number; until: number }): Piece[] {
  const piece = (start: string, end: string, kind: Piece['kind'], key: string): Piece => ({
    key,
    kind,
    left: ((minuteOf(start) - from) / (until - from)) * 100,
    width: ((Date.parse(end) - Date.parse(start)) / 60_000 / (until - from)) * 100,
  })
  return [
    ...gaps.map(({ start, end }) => piece(start, end, 'free', start)),
    ...items.map(({ start, end, confirmed }, at) => piece(start, end, confirmed ? 'taken' : 'open', `${start}.${at}`)),
  ]
}

function itemOf({ booking, session, title, start, end, confirmed }: Worker['items'][number]): Item {
  return {
    key: booking ?? session ?? start,
    url:
      booking !== undefined
        ? `/packages/work/request/request?id=${booking}`
        : session !== undefined
          ? `/packages/work/register/register?session=${encodeURIComponent(session)}`
          : '',
    hours: hoursWords(start, end),
    title,
    confirmed,
  }
}

function workerOf(worker: Worker, bounds: { from: number; until: number }): WorkerDay {
  const { id, name, away, hours, booked, gaps } = worker
  const free = Math.max(0, hours - booked)
  return {
    id,
    name,
    away,
    words: away ? '请假' : `排了 ${hoursNumber(booked)} 小时，还空 ${hoursNumber(free)} 小时`,
    pieces: piecesOf(worker, bounds),
    items: [...worker.items].sort((a, b) => a.start.localeCompare(b.start)).map(itemOf),
    gaps: away ? '' : gaps.map(({ start, end }) => hoursWords(start, end)).join('；'),
  }
}

export function shownDays(week: Week): ShownDay[] {
  const bounds = boundsOf(week)
  return week.days.map(({ day, unconfirmed, workers }) => {
    const at = noonOf(day)
    const hours = workers.reduce((sum, worker) => sum + (worker.away ? 0 : worker.hours), 0)
    const booked = workers.reduce((sum, worker) => sum + worker.booked, 0)
    const busy = workers.filter(({ items }) => items.length > 0)
    const names = (list: Worker[]) => list.map(({ name }) => name).join('、')
    const name = dayWords(at)
    const date = dateWords(day)
    return {
      day,
      name,
      date: name === date ? weekdayWords(day) : date,
      weekday: name === '今天' ? '今天' : weekdayWords(day),
      words:
        hours > 0
          ? `排了 ${hoursNumber(booked)} 小时，一共 ${hoursNumber(hours)} 小时`
          : booked > 0
            ? `排了 ${hoursNumber(booked)} 小时`
            : '不上班',
      unconfirmed,
      workers: busy.map((worker) => workerOf(worker, bounds)),
      idle: names(workers.filter((worker) => worker.items.length === 0 && worker.hours > 0 && !worker.away)),
      away: names(workers.filter((worker) => worker.items.length === 0 && worker.away)),
    }
  })
}

export function shownContracts(contracts: Week['contracts']): ShownContract[] {
  return contracts.map(({ id, name, buyer, hours, promised, used, left, until }) => ({
    id,
    name,
    words: `${buyer}买了 ${hoursNumber(hours)} 小时，到 ${dateWords(until)}；还剩 ${hoursNumber(left)} 小时`,
    used: (used / hours) * 100,
    promised: (promised / hours) * 100,
    low: left < hours / 10,
  }))
}
