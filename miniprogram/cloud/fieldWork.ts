// Steps taken without a network: kept on the phone under their request ids, staff's work with the time when it was done, and sent when there
// is one again.
import type { Input } from '../../typings/contract'
import type { Picked } from '../components/photo-picker/photo-picker'
import type { Voice } from '../components/voice-note/voice-note'
import { call } from './call'
import type { Failure, Reply } from './call'
import { online, whenBack } from './network'
import { tell } from './phone'
import { me } from './session'
import { dropFile, upload } from './upload'

type StaffAction =
  | 'report.accept'
  | 'report.visit'
  | 'report.resolve'
  | 'report.finishPart'
  | 'report.record'
  | 'booking.checkIn'
  | 'booking.complete'
  | 'booking.mark'
/** Withdrawing late is safe: it names the version that the resident saw. */
type ResidentAction = 'report.confirm' | 'report.reopen' | 'report.addInformation' | 'report.withdraw' | 'report.urge'
/** Without pictures and voice: these are still on the phone. */
type Step<A extends StaffAction | ResidentAction> = { [K in A]: { action: K; input: Omit<Input<K>, 'photos' | 'before' | 'voice'> } }[A]
export type Work = Step<StaffAction | ResidentAction>

export type KeptWork = Work & {
  requestId: string
  /** Whose work it is: the phone may be handed on. '' when the network went before the cloud had said who this is. */
  person: string
  /** What it is, in words: 处理好了 · 路灯不亮. */
  title: string
  photos: Picked[]
  before: Picked[]
  voice?: Voice | null
  /** Why the cloud did not take it; the person decides what becomes of it. */
  refused?: Failure
}

const key = 'fieldWork'
const listeners = new Set<() => void>()

function read(): KeptWork[] {
  return wx.getStorageSync<KeptWork[] | ''>(key) || []
}

function write(kept: KeptWork[]): void {
  wx.setStorageSync(key, kept)
  for (const listener of listeners) listener()
}

/** Calls the listener when something was kept, sent or refused; answers how to stop. */
export function whenWorkChanges(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function keptWork(): KeptWork[] {
  const person = me()?.id
  return read().filter((one) => one.person === '' || one.person === person)
}

/** The case, booking or session that it was done on; '' for a record, which makes its own. */
export function matterOf({ input }: Work): string {
  if ('case' in input) return input.case
  if ('booking' in input) return input.booking
  return 'session' in input ? input.session : ''
}

export function keptWorkOn(id: string): KeptWork[] {
  return keptWork().filter((one) => matterOf(one) === id)
}

/** What was typed for it. */
export function wordsOf({ input }: Work): string {
  if ('reason' in input && input.reason) return input.reason
  if ('note' in input) return input.note ?? ''
  return 'text' in input ? (input.text ?? '') : ''
}

export function keepWork(work: Work, rest: Pick<KeptWork, 'requestId' | 'title' | 'photos' | 'before' | 'voice'>): void {
  const one = { ...work, ...rest, person: me()?.id ?? '' } as KeptWork
  write([...read().filter(({ requestId }) => requestId !== one.requestId), one])
}

export function forgetWork(id: string): void {
  const gone = read().find(({ requestId }) => requestId === id)
  for (const { path } of gone ? [...gone.photos, ...gone.before, ...(gone.voice ? [gone.voice] : [])] : []) {
    if (path !== undefined) dropFile(path)
  }
  handBack(id)
}

/** Its form has everything again, the pictures too: only the waiting ends. */
export function handBack(id: string): void {
  write(read().filter(({ requestId }) => requestId !== id))
}

let sending: Promise<void> | undefined
let timer: ReturnType<typeof setTimeout> | undefined
const again = 20_000

/** Sends what is kept, in the order in which it was done. Asked again while it runs, it shares that run. */
export function sendWork(): Promise<void> {
  sending ??= sendEach().finally(() => {
    sending = undefined
    // A weak network doesn't say when it is back.
    if (timer !== undefined) clearTimeout(timer)
    if (keptWork().some(({ refused }) => !refused)) timer = setTimeout(() => void sendWork(), again)
  })
  return sending
}

async function sendEach(): Promise<void> {
  for (const { requestId } of keptWork()) {
    const next = read().find((one) => one.requestId === requestId)
    if (!next || next.refused) continue
    if (!online()) return
    const reply = await send(next)
    // REQUEST_ID_REUSED: it had arrived although its answer got lost.
    if (reply.ok || reply.error.code === 'REQUEST_ID_REUSED') forgetWork(requestId)
    else if (reply.error.code === 'NETWORK' || reply.error.code === 'SERVICE_BUSY') return
    else refuse(next, reply.error)
    if (reply.ok) goOnFrom(next, reply.data)
  }
}

function refuse({ requestId, title }: KeptWork, refused: Failure): void {
  change(requestId, { refused })
  // Where it is shown it says so itself.
  if (listeners.size === 0) tell(`「${title}」没有交上去，请看一看`)
}

/** The next step on the same matter was taken looking at the version that this one has just moved on. */
function goOnFrom(sent: KeptWork, now: { version?: number }): void {
  const { input } = sent
  if (!('version' in input) || now.version !== input.version + 1) return
  const id = matterOf(sent)
  const moved = (one: KeptWork) =>
    matterOf(one) === id && 'version' in one.input && one.input.version === input.version
      ? ({ ...one, input: { ...one.input, version: now.version } } as KeptWork)
      : one
  write(read().map(moved))
}

function change(id: string, patch: Partial<Pick<KeptWork, 'refused' | 'photos' | 'before' | 'voice'>>): void {
  write(read().map((one) => (one.requestId === id ? { ...one, ...patch } : one)))
}

async function uploaded(picked: Picked[]): Promise<Reply<Picked[]>> {
  const sent: Picked[] = []
  for (const one of picked) {
    const file = one.file === undefined ? await upload(one.path) : ({ ok: true, data: one.file } as const)
    if (!file.ok) return file
    sent.push({ path: one.path, file: file.data })
  }
  return { ok: true, data: sent }
}

async function uploadedVoice(voice: Voice | null | undefined): Promise<Reply<Voice | null>> {
  if (!voice || voice.file !== undefined) return { ok: true, data: voice ?? null }
  const file = await upload(voice.path ?? '')
  return file.ok ? { ok: true, data: { ...voice, file: file.data } } : file
}

function fileIds(picked: Picked[]): string[] {
  return picked.flatMap(({ file }) => file ?? [])
}

async function send(one: KeptWork): Promise<Reply<{ version?: number }>> {
  const sent = await uploaded(one.photos)
  if (!sent.ok) return sent
  const sentBefore = await uploaded(one.before)
  if (!sentBefore.ok) return sentBefore
  const voice = await uploadedVoice(one.voice)
  if (!voice.ok) return voice
  change(one.requestId, { photos: sent.data, before: sentBefore.data, voice: voice.data })
  const photos = fileIds(sent.data)
  const before = fileIds(sentBefore.data)
  const options = { requestId: one.requestId }
  switch (one.action) {
    case 'report.accept':
      return call(one.action, one.input, options)
    case 'booking.checkIn':
      return call(one.action, one.input, options)
    case 'booking.mark': {
      const reply = await call(one.action, one.input, options)
      return reply.ok ? { ok: true, data: {} } : reply
    }
    case 'booking.complete':
      return call(one.action, { ...one.input, photos }, options)
    case 'report.visit':
      return call(one.action, { ...one.input, photos }, options)
    case 'report.finishPart':
      return call(one.action, { ...one.input, photos }, options)
    case 'report.resolve':
      return call(one.action, { ...one.input, photos, before }, options)
    case 'report.record':
      return call(one.action, { ...one.input, photos, before }, options)
    case 'report.confirm':
      return call(one.action, one.input, options)
    case 'report.withdraw':
      return call(one.action, one.input, options)
    case 'report.urge':
      return call(one.action, one.input, options)
    case 'report.reopen':
      return call(one.action, { ...one.input, photos }, options)
    case 'report.addInformation': {
      const { file, seconds } = voice.data ?? { seconds: 0 }
      return call(one.action, { ...one.input, photos, ...(file === undefined ? {} : { voice: { file, seconds } }) }, options)
    }
  }
}

whenBack(() => void sendWork())
