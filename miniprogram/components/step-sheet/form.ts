// What the form of a step holds, what it lacks, and what is sent.
import type { CaseView } from '../../../typings/contract'
import { call } from '../../cloud/call'
import type { Reply } from '../../cloud/call'
import type { Part, Step, StepForm } from '../../words/steps'
import { returnReasons } from '../../words/steps'
import { whenWords } from '../../words/time'
import type { Picked } from '../photo-picker/photo-picker'
import type { Place } from '../place-choice/place-choice'

export interface Typed {
  text: string
  reason: string
  /** In the order chosen: of several departments the first leads. */
  holders: string[]
  place: Place | null
  photos: Picked[]
  hours: number
  until: string
  grant: '' | 'yes' | 'no'
  into: string
  item: string
}

export const blank: Typed = {
  text: '',
  reason: '',
  holders: [],
  place: null,
  photos: [],
  hours: 0,
  until: '',
  grant: '',
  into: '',
  item: '',
}

/** What is asked for and not there yet, as the person is told. */
export function missing({ parts, step, optional, label }: StepForm, typed: Typed): string {
  const lacks: Record<Part, string | false> = {
    reason: typed.reason === '' && '请选一个原因',
    holder: typed.holders.length === 0 && '请选一位',
    departments: typed.holders.length === 0 && '请选一个部门',
    place: typed.place === null && '请取一下现在的位置',
    photos: false,
    hours: typed.hours === 0 && '请选要多久',
    until: (typed.until === '' || Date.parse(typed.until) < Date.now()) && (step === 'suspend' ? '请选哪一天再看' : '请选期限'),
    grant: typed.grant === '' && (step === 'release' ? '请选邻居可不可以看' : '请选同意还是不同意'),
    into: typed.into.trim() === '' && '请选并到哪一件，或者写它的编号',
    item: typed.item === '' && '请选是哪一类问题',
    text: !optional && typed.text.trim() === '' && `请写一句：${label}`,
  }
  for (const part of parts) {
    const lack = lacks[part]
    if (lack) return lack
  }
  return ''
}

/** The steps that have a form; the others are taken on the page itself. */
export function take(step: Step, { id, version }: CaseView, typed: Typed, photos: string[], requestId: string): Promise<Reply<CaseView>> {
  const seen = { case: id, version }
  const text = typed.text.trim()
  const [holder = ''] = typed.holders
  const options = { requestId }
  switch (step) {
    case 'visit': {
      const { longitude, latitude } = typed.place as Place
      return call('report.visit', { ...seen, at: { longitude, latitude }, note: text, photos }, options)
    }
    case 'ask':
      return call('report.ask', { case: id, question: text }, options)
    case 'reply':
      return call('report.reply', { case: id, text }, options)
    case 'note':
      return call('report.note', { case: id, text }, options)
    case 'return': {
      const reason = returnReasons.find((one) => one.id === typed.reason)?.id ?? 'other'
      return call('report.return', { ...seen, reason, text }, options)
    }
    case 'transfer':
      return call('report.transfer', { ...seen, holder, reason: text }, options)
    case 'escalate':
      return call('report.escalate', { ...seen, reason: text }, options)
    case 'handOver':
      return call('report.handOver', { ...seen, departments: typed.holders.map(withoutKind), reason: text }, options)
    case 'extend':
      return call('report.extend', { ...seen, hours: typed.hours, reason: text }, options)
    case 'suspend':
      return call('report.suspend', { ...seen, until: typed.until, reason: text }, options)
    case 'resume':
      return call('report.resume', { ...seen, reason: text }, options)
    case 'finishPart':
      return call('report.finishPart', { ...seen, note: text, photos }, options)
    case 'answerSupervision':
      return call('report.answerSupervision', { ...seen, text }, options)
    case 'answerWish':
      return call('report.answerWish', { ...seen, grant: typed.grant === 'yes', reason: text }, options)
    case 'supervise':
      return call('report.supervise', { ...seen, until: typed.until, text }, options)
    case 'merge':
      return call('report.merge', { ...seen, into: typed.into, reason: text }, options)
    case 'split':
      return call('report.split', { ...seen, item: typed.item, text }, options)
    case 'release':
      return call('report.release', { ...seen, show: typed.grant === 'yes' }, options)
    case 'accept':
    case 'resolve':
    case 'assign':
    case 'confirm':
    case 'reopen':
    case 'withdraw':
    case 'addInformation':
    case 'urge':
      throw new Error(`${step} has no form here`)
  }
}

/** department:fire → fire */
function withoutKind(holder: string): string {
  return holder.slice(holder.indexOf(':') + 1)
}

const hour = 3_600_000

/** An instant so many days ahead at an hour of the town's clock. */
export function ahead(days: number, at: number, now = Date.now()): string {
  const midnight = Math.floor((now + 8 * hour) / (24 * hour)) * 24 * hour - 8 * hour
  return new Date(midnight + days * 24 * hour + at * hour).toISOString()
}

export interface Moment {
  until: string
  words: string
}

/** Deadlines to choose from: an answer is owed within days, a matter is put off for weeks. */
export function moments(step: Step, now = Date.now()): Moment[] {
  const said = (until: string): Moment => ({ until, words: whenWords(until, now) })
  if (step === 'supervise') {
    const soon = new Date(now + 2 * hour)
    soon.setUTCMinutes(0, 0, 0)
    const today = ahead(0, 17.5, now)
    const later = [ahead(1, 12, now), ahead(1, 17.5, now), ahead(3, 17.5, now), ahead(7, 17.5, now)]
    return [...(Date.parse(today) - now > 3 * hour ? [soon.toISOString(), today] : [soon.toISOString()]), ...later].map(said)
  }
  const weeks = [
    { days: 3, words: '3 天后' },
    { days: 7, words: '一周后' },
    { days: 14, words: '两周后' },
    { days: 30, words: '一个月后' },
    { days: 90, words: '三个月后' },
  ]
  return weeks.map(({ days, words }) => ({ until: ahead(days, 9, now), words }))
}
