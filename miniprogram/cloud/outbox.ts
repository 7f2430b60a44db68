// Reports that were finished without a network: kept on the phone, and sent by themselves when there is one and the app is open.
import type { CaseView } from '../../typings/contract'
import { draft } from './draft'
import type { Draft } from './draft'
import { online, whenBack } from './network'
import { tell } from './phone'
import { dropReportFiles, sendReport } from './reportForm'
import type { ReportForm } from './reportForm'

/** A finished report that has not arrived. With trouble the cloud said no: the person has to look at it again. */
export interface Waiting {
  id: string
  title: string
  at: string
  trouble?: string
}

/** What became of a waiting report; no case when an earlier try had arrived and its answer got lost. */
export type Outcome = { sent: true; case?: CaseView } | { sent: false; message: string }
type Listener = (id: string, outcome: Outcome) => void

const key = 'waitingReports'
const again = 20_000
const listeners = new Set<Listener>()
let sending = false
let timer: ReturnType<typeof setTimeout> | undefined

export function waitingReports(): Waiting[] {
  return wx.getStorageSync<Waiting[] | ''>(key) || []
}

export function waitingDraft(id: string): Draft<ReportForm> {
  return draft<ReportForm>(`report:${id}`)
}

/** Takes over a finished form with its request id, so that the form is free for the next one. */
export function leaveForLater(kept: Draft<ReportForm>): Waiting | undefined {
  const written = kept.read()
  if (!written) return undefined
  const { value, requestId } = written
  const waiting: Waiting = { id: requestId, title: value.text || value.itemName, at: written.at }
  // In this order: the form may have been one that waited before.
  kept.clear()
  waitingDraft(requestId).keep(value, requestId)
  wx.setStorageSync(key, [...waitingReports().filter(({ id }) => id !== requestId), waiting])
  sendSoon()
  return waiting
}

export function forgetWaiting(id: string): void {
  wx.setStorageSync(
    key,
    waitingReports().filter((one) => one.id !== id),
  )
  waitingDraft(id).clear()
}

export function whenTried(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Sends what waits, one after the other. Called when the app opens and when the network is back; two calls at once are one. */
export async function sendWaiting(): Promise<void> {
  if (sending || !online()) return
  sending = true
  for (const { id, trouble } of waitingReports()) if (trouble === undefined && !(await sendOne(id))) break
  sending = false
  if (waitingReports().some(({ trouble }) => trouble === undefined)) sendSoon()
}

/** Answers whether going on makes sense. */
async function sendOne(id: string): Promise<boolean> {
  const kept = waitingDraft(id)
  const written = kept.read()
  if (!written) {
    forgetWaiting(id)
    return true
  }
  const reply = await sendReport(kept)
  if (reply.ok || reply.error.code === 'REQUEST_ID_REUSED') {
    const { title = '' } = waitingReports().find((one) => one.id === id) ?? {}
    dropReportFiles(written.value)
    forgetWaiting(id)
    tell(`网络好了，「${title.slice(0, 12)}」已经报上去了`)
    tellListeners(id, reply.ok ? { sent: true, case: reply.data } : { sent: true })
    return true
  }
  if (reply.error.code === 'NETWORK' || reply.error.code === 'SERVICE_BUSY') return false
  const { message } = reply.error
  wx.setStorageSync(
    key,
    waitingReports().map((one) => (one.id === id ? { ...one, trouble: message } : one)),
  )
  tellListeners(id, { sent: false, message })
  return true
}

function tellListeners(id: string, outcome: Outcome): void {
  for (const listener of listeners) listener(id, outcome)
}

/** A weak network doesn't say when it is back. */
function sendSoon(): void {
  if (timer !== undefined) clearTimeout(timer)
  timer = setTimeout(() => void sendWaiting(), again)
}

export function watchOutbox(): void {
  whenBack(() => void sendWaiting())
}
