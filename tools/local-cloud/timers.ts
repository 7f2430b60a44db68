// What happens by itself: timers of functions, and single events at a time, in the order of their times.
import { Cron } from 'croner'
import type { Clock } from './clock'
import type { FunctionDefinition } from './functions'

export interface Trigger {
  function: string
  name: string
  cron: string
}

export interface Timers {
  triggers: Trigger[]
  // Once, after so much simulated time.
  after: (milliseconds: number, run: () => Promise<unknown>) => void
  advance: (milliseconds: number) => Promise<void>
  // As after hours in which the cloud stood still: the clock moves first, then each trigger that came due fires once.
  sleep: (milliseconds: number) => Promise<void>
  close: () => void
}

export function createTimers(
  clock: Clock,
  functions: Map<string, FunctionDefinition>,
  fire: (trigger: Trigger, at: number) => Promise<unknown>,
  realTime: boolean,
): Timers {
  const triggers = [...functions.values()].flatMap((definition) =>
    definition.triggers.map(({ name, cron }): Trigger => ({ function: definition.name, name, cron })),
  )
  // WeChat: second minute hour day month weekday year; a day and a weekday together mean either. So does croner.
  const schedules = triggers.map((trigger) => {
    const cron = new Cron(trigger.cron, { timezone: 'Asia/Shanghai', mode: '7-part', paused: true })
    return { trigger, cron, next: nextOf(cron, clock.now()) }
  })
  let single: { at: number; run: () => Promise<unknown> }[] = []

  function nextOf(cron: Cron, from: number): number {
    return cron.nextRun(new Date(from))?.getTime() ?? Infinity
  }

  // Takes the earliest that is due at or before this time.
  function takeDue(until: number): { at: number; run: () => Promise<unknown> } | undefined {
    const event = single.reduce<(typeof single)[number] | undefined>(
      (first, other) => (first && first.at <= other.at ? first : other),
      undefined,
    )
    const schedule = schedules.reduce<(typeof schedules)[number] | undefined>(
      (first, other) => (first && first.next <= other.next ? first : other),
      undefined,
    )
    if (event && event.at <= until && event.at <= (schedule?.next ?? Infinity)) {
      single = single.filter((other) => other !== event)
      return event
    }
    if (!schedule || schedule.next > until) return undefined
    const at = schedule.next
    schedule.next = nextOf(schedule.cron, at)
    return { at, run: () => fire(schedule.trigger, at) }
  }

  async function runUntil(until: number, move: boolean): Promise<void> {
    for (let due = takeDue(until); due; due = takeDue(until)) {
      if (move && due.at > clock.now()) clock.shift(due.at - clock.now())
      await due.run()
    }
  }

  let ticking: Promise<void> | undefined
  const ticker = realTime
    ? setInterval(() => {
        ticking ??= runUntil(clock.now(), false).finally(() => (ticking = undefined))
      }, 250)
    : undefined
  ticker?.unref()

  let moving: Promise<void> = Promise.resolve()
  // One after another: two that overlap would move the clock through each other.
  function move(run: () => Promise<void>): Promise<void> {
    moving = moving.then(run)
    return moving
  }

  return {
    triggers,
    after: (milliseconds, run) => void single.push({ at: clock.now() + milliseconds, run }),
    advance: (milliseconds) =>
      move(async () => {
        const until = clock.now() + milliseconds
        await runUntil(until, true)
        if (until > clock.now()) clock.shift(until - clock.now())
      }),
    sleep: (milliseconds) =>
      move(async () => {
        clock.shift(milliseconds)
        const now = clock.now()
        const events = single.filter(({ at }) => at <= now)
        single = single.filter(({ at }) => at > now)
        for (const event of events.sort((a, b) => a.at - b.at)) await event.run()
        for (const schedule of schedules.filter(({ next }) => next <= now)) {
          schedule.next = nextOf(schedule.cron, now)
          await fire(schedule.trigger, now)
        }
      }),
    close: () => clearInterval(ticker),
  }
}
