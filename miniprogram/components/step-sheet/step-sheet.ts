import type { CaseRow, CaseView, Output } from '../../../typings/contract'
import { ask, askSeldom } from '../../cloud/ask'
import type { Reply } from '../../cloud/call'
import { outOfDate } from '../../cloud/conflict'
import { draft } from '../../cloud/draft'
import { keepWork } from '../../cloud/fieldWork'
import type { Work } from '../../cloud/fieldWork'
import { tell } from '../../cloud/phone'
import { dropFile } from '../../cloud/upload'
import { extensions, returnReasons, stepForms } from '../../words/steps'
import type { Step, StepForm } from '../../words/steps'
import { whenWords } from '../../words/time'
import type { Picked, PhotoPicker } from '../photo-picker/photo-picker'
import type { Place } from '../place-choice/place-choice'
import { ahead, blank, missing, moments, take } from './form'
import type { Moment, Typed } from './form'

type Candidate = Output<'report.candidates'>['candidates'][number] & { busy: string; place: number }
interface Neighbour {
  id: string
  title: string
  detail: string
}

/** Longer lists get a field to look for a name, and begin with the first few. */
const manyCandidates = 8
const firstFew = 5

/**
 * What else can be done with a case: the list of steps in plain words, and the form of each, which keeps what is typed until it is sent.
 * `open` is '' (closed), 'list', or a step. Tells `close`; `done` with the new case and a sentence; `conflict` when the page is out of date;
 * `kept` when there is no network and the work is kept for later.
 */
Component({
  properties: {
    matter: { type: Object, value: null as CaseView | null },
    /** Steps that the page itself offers. */
    without: { type: Array, value: [] as string[] },
    open: { type: String, value: '' },
  },
  data: {
    offered: [] as StepForm[],
    form: null as StepForm | null,
    fromList: false,
    typed: blank,
    words: [] as string[],
    moments: [] as Moment[],
    day: '',
    firstDay: '',
    lastDay: '',
    untilWords: '',
    candidates: [] as Candidate[],
    shown: [] as Candidate[],
    search: '',
    many: false,
    all: false,
    rest: 0,
    looking: false,
    lookProblem: '',
    neighbours: [] as Neighbour[],
    number: '',
    reasons: returnReasons,
    extensions,
    sending: false,
    notice: '',
  },
  observers: {
    'matter, without'(matter: CaseView | null, without: string[]) {
      const may: string[] = matter?.may ?? []
      this.setData({ offered: stepForms.filter(({ step }) => may.includes(step) && !without.includes(step)) })
    },
    open(open: string) {
      if (open === '') return
      const form = stepForms.find(({ step }) => step === open) ?? null
      this.setData({ form: null, fromList: open === 'list', notice: '' })
      if (form) this.begin(form)
    },
  },
  methods: {
    choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { step: Step }>) {
      const form = stepForms.find(({ step }) => step === currentTarget.dataset.step)
      if (form) this.begin(form)
    },

    begin(form: StepForm) {
      const typed = { ...blank, ...this.kept(form.step).read()?.value }
      this.setData({
        form,
        typed,
        words: form.words,
        moments: moments(form.step),
        firstDay: ahead(1, 12).slice(0, 10),
        lastDay: ahead(365, 12).slice(0, 10),
        untilWords: typed.until ? whenWords(typed.until) : '',
        candidates: [],
        shown: [],
        search: '',
        all: false,
        neighbours: [],
        number: '',
        lookProblem: '',
        notice: '',
      })
      void this.lookUp()
    },

    /** What the form needs to know from the cloud. */
    async lookUp() {
      const { form } = this.data
      if (!form) return
      if (form.step === 'reply' || form.step === 'return') void this.findReplies(form.step)
      const needed = form.parts.find((part) => part === 'holder' || part === 'departments' || part === 'into')
      if (!needed) return
      this.setData({ looking: true, lookProblem: '' })
      const problem = needed === 'into' ? await this.findNeighbours() : await this.findCandidates(needed === 'departments')
      this.setData({ looking: false, lookProblem: problem })
    },

    async findReplies(step: 'reply' | 'return') {
      const reply = await askSeldom('report.replies', {}, 6)
      if (reply.ok && this.data.form?.step === step)
        this.setData({ words: reply.data.replies.filter((one) => one.step === step).map(({ text }) => text) })
    },

    async findCandidates(departments: boolean): Promise<string> {
      const reply = await ask('report.candidates', { case: this.matter().id })
      if (!reply.ok) return reply.error.message
      const candidates = reply.data.candidates
        .filter(({ holder }) => holder.startsWith('department:') === departments)
        .map((one) => ({
          ...one,
          busy: one.load === 0 ? '手上没有事' : `手上 ${one.load} 件`,
          place: this.data.typed.holders.indexOf(one.holder),
        }))
      this.setData({ candidates, many: candidates.length > manyCandidates })
      this.filter()
      return ''
    },

    /** Open cases at the same spot, or of the same kind: the one that they likely belong to. */
    async findNeighbours(): Promise<string> {
      const { id, item, place } = this.matter()
      const [near, open] = await Promise.all([
        ask('report.nearby', { longitude: place.longitude, latitude: place.latitude, item: item.id }),
        ask('report.queue', { queue: 'open' }),
      ])
      if (!near.ok) return near.error.message
      if (!open.ok) return open.error.message
      const found = new Map<string, Neighbour>()
      for (const one of near.data.cases) {
        found.set(one.id, {
          id: one.id,
          title: one.text || one.item.name,
          detail: `${one.number}，离这里 ${one.metres} 米，${one.stateText}`,
        })
      }
      for (const one of open.data.cases) {
        if (one.item.id === item.id && !found.has(one.id))
          found.set(one.id, { id: one.id, title: one.text || one.item.name, detail: rowDetail(one) })
      }
      found.delete(id)
      this.setData({ neighbours: [...found.values()].slice(0, manyCandidates) })
      return ''
    },

    matter(): CaseView {
      return this.data.matter
    },

    kept(step: Step) {
      return draft<Typed>(`${step}:${this.matter().id}`)
    },

    change(patch: Partial<Typed>) {
      const { form } = this.data
      if (!form) return
      const typed = { ...this.data.typed, ...patch }
      this.setData({ typed, notice: '', untilWords: typed.until ? whenWords(typed.until) : '' })
      this.kept(form.step).keep(typed)
    },

    typeText({ detail }: WechatMiniprogram.Input) {
      this.change({ text: detail.value })
    },
    pickWords({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
      this.change({ text: detail.word })
    },
    pickReason({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      this.change({ reason: currentTarget.dataset.id })
    },
    pickHours({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { hours: number }>) {
      this.change({ hours: currentTarget.dataset.hours })
    },
    pickMoment({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { until: string }>) {
      this.change({ until: currentTarget.dataset.until })
    },
    pickDay({ detail }: WechatMiniprogram.PickerChange) {
      const days = Math.round(
        (Date.parse(`${String(detail.value)}T00:00:00Z`) - Date.parse(`${ahead(0, 12).slice(0, 10)}T00:00:00Z`)) / 86_400_000,
      )
      this.change({ until: ahead(days, 9) })
    },
    pickGrant({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { grant: 'yes' | 'no' }>) {
      this.change({ grant: currentTarget.dataset.grant })
    },
    pickNeighbour({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      this.setData({ number: '' })
      this.change({ into: currentTarget.dataset.id })
    },
    typeNumber({ detail }: WechatMiniprogram.Input) {
      this.setData({ number: detail.value })
      this.change({ into: detail.value.trim().toUpperCase() })
    },
    changePhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
      this.change({ photos: detail.photos })
    },
    changePlace({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
      this.change({ place: detail.place })
    },
    changeItem({ detail }: WechatMiniprogram.CustomEvent<{ item: string }>) {
      this.change({ item: detail.item })
    },
    pickHolder({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { holder: string }>) {
      const { holder } = currentTarget.dataset
      const { holders } = this.data.typed
      const several = this.data.form?.step === 'handOver'
      if (holders.includes(holder)) this.change({ holders: holders.filter((one) => one !== holder) })
      else if (several && holders.length >= 5) return tell('最多选五个部门')
      else this.change({ holders: several ? [...holders, holder] : [holder] })
      this.filter()
    },
    searched({ detail }: WechatMiniprogram.Input) {
      this.setData({ search: detail.value })
      this.filter()
    },
    filter() {
      const { candidates, search, typed, many, all } = this.data
      const wanted = search.trim()
      const found = candidates
        .map((one) => ({ ...one, place: typed.holders.indexOf(one.holder) }))
        .filter(({ name, place }) => place >= 0 || name.includes(wanted))
      const shown = all || !many || wanted !== '' ? found : found.filter(({ place }, at) => place >= 0 || at < firstFew)
      this.setData({ shown, rest: found.length - shown.length })
    },
    showAll() {
      this.setData({ all: true })
      this.filter()
    },

    back() {
      if (this.data.sending) return
      if (this.data.fromList) this.setData({ form: null, notice: '' })
      else this.close()
    },
    close() {
      if (!this.data.sending) this.triggerEvent('close')
    },

    async send() {
      const { form, typed, sending } = this.data
      if (!form || sending) return
      const lack = missing(form, typed)
      if (lack) return this.setData({ notice: lack })
      this.setData({ sending: true, notice: '' })
      const at = new Date().toISOString()
      const { requestId } = this.kept(form.step).keep(typed)
      const files = await this.files(form)
      const reply = files.ok ? await take(form.step, this.matter(), this.data.typed, files.data, requestId) : files
      this.setData({ sending: false })
      if (reply.ok) return this.sent(form, reply.data)
      if (reply.error.code === 'NETWORK' && this.keepSite(form, at, requestId)) return
      if (!outOfDate(reply.error)) return this.setData({ notice: reply.error.message })
      this.triggerEvent('close')
      this.triggerEvent('conflict', { message: reply.error.message })
    },

    async files({ parts }: StepForm): Promise<Reply<string[]>> {
      if (!parts.includes('photos')) return { ok: true, data: [] }
      return (this.selectComponent('#sheet-photos') as unknown as PhotoPicker).settle()
    },

    sent(form: StepForm, matter: CaseView) {
      this.kept(form.step).clear()
      for (const { path } of this.data.typed.photos) dropFile(path)
      const waits = form.step === 'extend' && matter.wish !== undefined
      this.triggerEvent('close')
      this.triggerEvent('done', { step: form.step, matter, sentence: waits ? '报给指挥中心了，同意了才算改' : form.told })
    },

    /** What is done on site does not wait for a network. */
    keepSite(form: StepForm, happenedAt: string, requestId: string): boolean {
      const { text, place, photos } = this.data.typed
      const { id, version, item } = this.matter()
      const seen = { case: id, version, happenedAt }
      const work: Work | undefined =
        form.step === 'visit' && place
          ? { action: 'report.visit', input: { ...seen, at: { longitude: place.longitude, latitude: place.latitude }, note: text.trim() } }
          : form.step === 'finishPart'
            ? { action: 'report.finishPart', input: { ...seen, note: text.trim() } }
            : undefined
      if (!work) return false
      keepWork(work, { requestId, title: `${form.name} · ${item.name}`, photos, before: [] })
      this.kept(form.step).clear()
      this.triggerEvent('close')
      this.triggerEvent('kept')
      return true
    },
  },
})

function rowDetail({ number, stateText, place, grid }: CaseRow): string {
  return `${number}，${place.name ?? grid}，${stateText}`
}
