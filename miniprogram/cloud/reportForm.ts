// What a resident fills in to report something, kept on the phone until it has arrived.
import type { CaseView } from '../../typings/contract'
import type { Picked } from '../components/photo-picker/photo-picker'
import type { Voice } from '../components/voice-note/voice-note'
import { call, networkFailure } from './call'
import type { Reply } from './call'
import type { Draft } from './draft'
import { dropFile, upload } from './upload'

export interface ReportPlace {
  longitude: number
  latitude: number
  name: string
}

export interface ReportForm {
  photos: Picked[]
  place: ReportPlace | null
  item: string
  itemName: string
  text: string
  voice: Voice | null
  /** By the question's id. Those of an item that was not chosen in the end stay here and aren't sent. */
  answers: Record<string, string>
  /** The questions of the chosen item. */
  asked: string[]
  private: boolean
}

export const blankReport: ReportForm = {
  photos: [],
  place: null,
  item: '',
  itemName: '',
  text: '',
  voice: null,
  answers: {},
  asked: [],
  private: false,
}

/** Files first, each kept as sent at once, then the words; under the draft's request id, so that however often it is tried it is one report. */
export async function sendReport(kept: Draft<ReportForm>): Promise<Reply<CaseView>> {
  const written = kept.read()
  if (!written) return { ok: false, error: networkFailure }
  let form = written.value
  const keep = (patch: Partial<ReportForm>) => {
    form = { ...form, ...patch }
    kept.keep(form)
  }
  for (const photo of form.photos) {
    if (photo.file !== undefined) continue
    const reply = await upload(photo.path)
    if (!reply.ok) return reply
    keep({ photos: form.photos.map((one) => (one.path === photo.path ? { ...one, file: reply.data } : one)) })
  }
  if (form.voice && form.voice.file === undefined) {
    const reply = await upload(form.voice.path ?? '')
    if (!reply.ok) return reply
    keep({ voice: { ...form.voice, file: reply.data } })
  }
  const { item, text, voice, place } = form
  const { longitude, latitude, name } = place ?? { longitude: 0, latitude: 0, name: '' }
  return call(
    'report.submit',
    {
      item,
      text,
      photos: form.photos.flatMap(({ file }) => file ?? []),
      ...(voice?.file === undefined ? {} : { voice: { file: voice.file, seconds: voice.seconds } }),
      place: { longitude, latitude, ...(name.trim() ? { name: name.trim() } : {}) },
      answers: form.asked.flatMap((id) => (form.answers[id]?.trim() ? [{ id, answer: form.answers[id].trim() }] : [])),
      private: form.private,
    },
    { requestId: written.requestId },
  )
}

/** The copies on this phone are of no use once the report has arrived. */
export function dropReportFiles({ photos, voice }: ReportForm): void {
  for (const { path } of photos) dropFile(path)
  if (voice?.path !== undefined) dropFile(voice.path)
}
