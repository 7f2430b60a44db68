import type { CaseView, Town } from '../../../../typings/contract'
import { call, newRequestId } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { askConsent } from '../../../cloud/consent'
import { draft } from '../../../cloud/draft'
import { online, whenBack } from '../../../cloud/network'
import { forgetWaiting, leaveForLater, waitingDraft, waitingReports, whenTried } from '../../../cloud/outbox'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { blankReport, dropReportFiles, sendReport } from '../../../cloud/reportForm'
import type { ReportForm, ReportPlace } from '../../../cloud/reportForm'
import { askTown } from '../../../cloud/session'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import type { PublicRow } from '../../../components/public-card/public-card'
import type { Voice, VoiceNote } from '../../../components/voice-note/voice-note'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'
import { itemOf, searchItems } from '../../../words/catalogue'
import type { MatterItem } from '../../../words/catalogue'
import { classOf, suggestHere } from '../catalogue'
import type { Suggestion } from '../catalogue'

type Part = 'photos' | 'place' | 'item'
type Wrong = Partial<Record<Part | 'text', string>>
type Question = NonNullable<MatterItem['questions']>[number]

interface Asked extends Question {
  options: string[]
  answer: string
}

const nothingWrong: Wrong = {}
const noRequests: Record<string, string> = {}
const parts: Part[] = ['photos', 'item', 'place']
/** As long as people pause between words. */
const typingPause = 700

page({
  loadOnce: true,
  stopListening: [] as (() => void)[],
  kept: draft<ReportForm>('report'),
  /** What the page was opened for. */
  preset: { item: '', text: '' },
  typing: 0,
  /** One request id a case joined: tapped twice, it counts once. */
  joinRequests: noRequests,

  data: {
    form: blankReport,
    /** A finished report that the cloud refused when it was sent by itself. */
    waiting: '',
    restored: false,
    classes: [] as Town['classes'],
    desk: null as Town['desk'] | null,
    precise: false,
    openClass: '',
    search: '',
    items: [] as MatterItem[],
    item: null as MatterItem | null,
    suggestions: [] as Suggestion[],
    /** Number to call first, and for what. */
    emergency: '',
    alarming: '',
    questions: [] as Asked[],
    near: [] as PublicRow[],
    nearSeen: false,
    joining: '',
    locating: false,
    /** Choosing another place than the one that is there. */
    finding: false,
    belongs: '',
    wrong: nothingWrong,
    sending: false,
    step: '',
    trouble: '',
    sent: null as CaseView | null,
    promise: '',
    /** Finished without a network: the id under which it waits. */
    later: '',
    joined: null as PublicRow | null,
    joinedCount: 0,
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await askTown()
    if (!reply.ok) return reply
    const { classes, switches, desk } = reply.data
    const before = this.kept.read()
    const preset = before ? undefined : itemOf(classes, this.preset.item)
    const form: ReportForm = {
      ...blankReport,
      ...before?.value,
      ...(preset && {
        item: preset.id,
        itemName: preset.name,
        asked: (preset.questions ?? []).map(({ id }) => id),
        text: this.preset.text,
      }),
    }
    this.setData({ classes, desk, precise: switches.preciseLocation, form, restored: before !== undefined && this.data.waiting === '' })
    this.showItem(itemOf(classes, form.item) ?? null)
    if (form.place) void this.askGrid()
    else if (switches.preciseLocation) void this.locateIfAllowed()
    void this.suggest()
    return reply
  },

  onLoad({ waiting = '', item = '', about = '', text = '' }) {
    const refused = waitingReports().find(({ id }) => id === waiting)
    if (refused) {
      this.kept = waitingDraft(waiting)
      this.setData({ waiting, trouble: refused.trouble ?? '' })
    }
    // Opened for one matter: what was begun about something else stays where it is.
    if (item) {
      this.kept = draft<ReportForm>(`report:${item}:${about}`)
      this.preset = { item, text: decodeURIComponent(text) }
    }
    this.joinRequests = {}
    this.stopListening = [
      whenBack(() => {
        if (this.data.trouble) this.setData({ trouble: '网络好了，可以报上去了' })
        void this.suggest()
        void this.lookAround()
      }),
      whenTried((id, outcome) => {
        if (id !== this.data.later) return
        if (!outcome.sent) {
          this.kept = waitingDraft(id)
          this.setData({ later: '', waiting: id, trouble: outcome.message })
        } else if (outcome.case) this.done(outcome.case)
        else void wx.switchTab({ url: '/pages/matters/matters' })
      }),
    ]
  },
  onUnload() {
    for (const stop of this.stopListening) stop()
    clearTimeout(this.typing)
    // Joined instead: what was written is not needed any more.
    if (this.data.joined) this.clear()
  },

  /** Every change goes through here, so that nothing typed is lost. */
  change(patch: Partial<ReportForm>, mended: Part | 'text' | undefined = undefined) {
    const form = { ...this.data.form, ...patch }
    this.kept.keep(form)
    this.setData({ form, trouble: '', ...(mended ? { [`wrong.${mended}`]: '' } : {}) })
  },
  clear() {
    this.kept.clear()
    if (this.data.waiting) forgetWaiting(this.data.waiting)
  },

  async startAgain() {
    if (!(await confirmed('把写了一半的清掉，重新填？', '清掉', '不清'))) return
    dropReportFiles(this.data.form)
    this.clear()
    this.setData({
      form: blankReport,
      belongs: '',
      restored: false,
      wrong: {},
      trouble: '',
      openClass: '',
      search: '',
      items: [],
      suggestions: [],
    })
    this.showItem(null)
  },

  photosChanged(event: WechatMiniprogram.CustomEvent<{ photos: Picked[] }>) {
    this.change({ photos: event.detail.photos }, 'photos')
  },
  voiceChanged(event: WechatMiniprogram.CustomEvent<{ voice: Voice | null }>) {
    this.change({ voice: event.detail.voice }, 'photos')
  },
  typed(event: WechatMiniprogram.Input) {
    this.change({ text: event.detail.value }, 'photos')
    if (this.data.wrong.text) this.setData({ 'wrong.text': '' })
    clearTimeout(this.typing)
    this.typing = setTimeout(() => void this.suggest(), typingPause)
  },
  privateChanged(event: WechatMiniprogram.SwitchChange) {
    this.change({ private: event.detail.value })
    void this.lookAround()
  },

  /** Without a question to the person: only when they have allowed it before. */
  async locateIfAllowed() {
    const { authSetting } = await wx.getSetting()
    if (authSetting['scope.userLocation']) await this.locate()
  },
  async locate() {
    this.setData({ locating: true })
    try {
      const { longitude, latitude } = await wx.getLocation({ type: 'gcj02' })
      this.setPlace({ longitude, latitude, name: '' })
    } catch (error) {
      console.warn('no location', error)
      this.setData({ 'wrong.place': '没有拿到您的位置，请在地图上选一下' })
    }
    this.setData({ locating: false })
  },
  async chooseOnMap() {
    const { place } = this.data.form
    const town = await askTown()
    const start = place ?? (town.ok ? town.data.centre : undefined)
    try {
      const { longitude, latitude, name } = await wx.chooseLocation(start ? { longitude: start.longitude, latitude: start.latitude } : {})
      this.setPlace({ longitude, latitude, name: name || place?.name || '' })
    } catch {
      // Closed without choosing.
    }
  },
  changePlace() {
    this.setData({ finding: true })
  },
  placeFound({ detail }: WechatMiniprogram.CustomEvent<{ place: ReportPlace }>) {
    this.setPlace(detail.place)
  },
  setPlace(place: ReportPlace) {
    this.change({ place }, 'place')
    this.setData({ finding: false })
    void this.askGrid()
    void this.lookAround()
  },
  placeNamed(event: WechatMiniprogram.Input) {
    const { place } = this.data.form
    if (place) this.change({ place: { ...place, name: event.detail.value } })
  },
  async askGrid() {
    const { place } = this.data.form
    if (!place) return
    const { longitude, latitude } = place
    const reply = await call('report.locate', { longitude, latitude })
    const now = this.data.form.place
    if (now?.longitude === longitude && now.latitude === latitude) this.setData({ belongs: reply.ok ? reply.data.sentence : '' })
  },

  searched(event: WechatMiniprogram.Input) {
    this.setData({ search: event.detail.value, items: searchItems(this.data.classes, event.detail.value), openClass: '' })
  },
  chooseClass(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    const items = this.data.classes.find((one) => one.id === id)?.items ?? []
    const [only] = items
    if (only && items.length === 1) this.setItem(only)
    else this.setData({ openClass: this.data.openClass === id ? '' : id, items, search: '' })
  },
  chooseItem(event: WechatMiniprogram.TouchEvent) {
    const item = itemOf(this.data.classes, (event.currentTarget.dataset as { id: string }).id)
    if (item) this.setItem(item)
  },
  setItem(item: MatterItem) {
    const asked = (item.questions ?? []).map(({ id }) => id)
    this.change({ item: item.id, itemName: item.name, asked }, 'item')
    this.setData({ search: '', openClass: '', items: [] })
    this.showItem(item)
  },
  chooseAnother() {
    const before = classOf(this.data.classes, this.data.form.item)
    this.change({ item: '', itemName: '', asked: [] })
    this.setData({ openClass: before?.id ?? '', items: before?.items ?? [] })
    this.showItem(null)
    void this.suggest()
  },
  /** What goes with an item: what to ask, whom to call first, what is there already. */
  showItem(item: MatterItem | null) {
    const { answers } = this.data.form
    const questions = (item?.questions ?? []).map((question): Asked => ({
      ...question,
      options: question.kind === 'yesno' ? ['是', '不是'] : (question.options ?? []),
      answer: answers[question.id] ?? '',
    }))
    this.setData({ item, questions })
    this.showAlarm()
    void this.lookAround()
  },
  showAlarm() {
    const { item, suggestions, classes } = this.data
    const likely = item ?? itemOf(classes, suggestions[0]?.id ?? '')
    this.setData({ emergency: likely?.emergency ?? '', alarming: likely?.emergency ? likely.name : '' })
  },

  /** The first three that the words may mean; the cloud knows how people wrote before, without it the catalogue's own words count. */
  async suggest() {
    const { form, classes } = this.data
    const text = form.text.trim()
    if (form.item !== '') return
    if (text.length < 2) return this.setData({ suggestions: [] })
    const place = form.place?.name.trim()
    const reply = online() ? await call('town.suggest', { text, ...(place ? { place } : {}) }) : undefined
    if (this.data.form.text.trim() !== text || this.data.form.item !== '') return
    const suggestions = reply?.ok
      ? reply.data.suggestions.map(({ item, name, reason }): Suggestion => ({ id: item, name, reason }))
      : suggestHere(classes, text)
    this.setData({ suggestions })
    this.showAlarm()
  },

  answered(event: WechatMiniprogram.TouchEvent) {
    const { id, option } = event.currentTarget.dataset as { id: string; option: string }
    this.answer(id, this.data.form.answers[id] === option ? '' : option)
  },
  answeredInWords(event: WechatMiniprogram.Input) {
    this.answer((event.currentTarget.dataset as { id: string }).id, event.detail.value)
  },
  answer(id: string, answer: string) {
    this.change({ answers: { ...this.data.form.answers, [id]: answer } })
    this.setData({ questions: this.data.questions.map((question) => (question.id === id ? { ...question, answer } : question)) })
  },

  /** What others have reported here already; without a network, or for what is private, nothing. */
  async lookAround() {
    const { item, form } = this.data
    const { place } = form
    if (!item?.public || form.private || !place || !online()) return this.setData({ near: [] })
    const { longitude, latitude } = place
    const reply = await call('report.nearby', { item: item.id, longitude, latitude })
    const now = this.data.form
    if (now.item !== item.id || now.private || now.place?.longitude !== longitude || now.place.latitude !== latitude) return
    this.setData({ near: reply.ok ? reply.data.cases : [], nearSeen: false })
  },
  notTheSame() {
    this.setData({ near: [], nearSeen: true })
  },
  async join(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    const same = this.data.near.find((one) => one.id === id)
    if (!same || this.data.joining || this.data.sending) return
    this.setData({ joining: id, trouble: '' })
    const requestId = (this.joinRequests[id] ??= newRequestId())
    const reply = await call('report.join', { case: id }, { requestId })
    this.setData({ joining: '' })
    if (reply.ok) return this.showJoined(same, reply.data.joined)
    delete this.joinRequests[id]
    if (reply.error.code === 'CASE_ALREADY_JOINED') return this.showJoined(same, same.joined)
    tell(reply.error.message)
    if (reply.error.code !== 'NETWORK') await this.lookAround()
  },
  showJoined(joined: PublicRow, joinedCount: number) {
    this.setData({ joined, joinedCount })
    void wx.setNavigationBarTitle({ title: '记下了' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  reportAnyway() {
    this.setData({ joined: null, near: [], nearSeen: true })
    void wx.setNavigationBarTitle({ title: '报问题' })
  },
  async keepMePostedOfJoined() {
    await askConsent(['caseProgress'])
    this.openJoined()
  },
  openJoined() {
    const { joined } = this.data
    if (joined) void wx.redirectTo({ url: `/packages/report/case/case?id=${joined.id}` })
  },

  callEmergency() {
    const number = this.data.emergency
    if (number) dial(number)
  },

  missing(): Partial<Record<Part, string>> {
    const { photos, text, voice, place, item } = this.data.form
    return {
      ...(photos.length === 0 && text.trim() === '' && !voice ? { photos: '请拍张照片，或者在下面写一句、说一句' } : {}),
      ...(place ? {} : { place: '请告诉我们在哪里' }),
      ...(item === '' ? { item: '请选一下是什么问题，选不准就选「其他」' } : {}),
    }
  },

  async send() {
    if (this.data.sending || this.data.joining) return
    const wrong = this.missing()
    const first = parts.find((part) => wrong[part] !== undefined)
    this.setData({ wrong, trouble: '' })
    if (first) return void wx.pageScrollTo({ selector: `#${first}`, offsetTop: -12, duration: 250 })
    if (this.data.near.some(({ mine }) => !mine) && !this.data.nearSeen) {
      this.setData({ nearSeen: true, trouble: '附近有人报过差不多的，请看看是不是同一件。不是就再点一次「报上去」' })
      return void wx.pageScrollTo({ selector: '#near', offsetTop: -12, duration: 250 })
    }

    this.setData({ sending: true, step: this.data.form.photos.length > 0 ? '正在传照片……' : '正在报上去……' })
    const reply = await this.submit()
    this.setData({ sending: false, step: '' })
    if (reply.ok) this.done(reply.data)
    else this.refused(reply.error)
  },

  /** The picker sends the photos itself, to show how far each is. */
  async submit(): Promise<Reply<CaseView>> {
    this.kept.keep(this.data.form)
    const photos = await (this.selectComponent('#photo-picker') as unknown as PhotoPicker).settle()
    if (!photos.ok) return photos
    const voice = await (this.selectComponent('#voice-note') as unknown as VoiceNote).settle()
    if (!voice.ok) return voice
    this.setData({ step: '正在报上去……' })
    return sendReport(this.kept)
  },

  done(sent: CaseView) {
    if (!this.data.later) {
      dropReportFiles(this.data.form)
      this.clear()
    }
    this.setData({ sent, later: '', promise: whenWords(sent.promise) })
    void wx.setNavigationBarTitle({ title: '已经报上去了' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  refused({ code, message }: Failure) {
    if (code === 'REQUEST_ID_REUSED') {
      // An earlier try had arrived although its answer got lost.
      this.clear()
      tell('这件事刚才已经报上去了')
      return void wx.switchTab({ url: '/pages/matters/matters' })
    }
    if (code === 'NETWORK') {
      const later = leaveForLater(this.kept)
      if (!later) return
      this.setData({ later: later.id })
      void wx.setNavigationBarTitle({ title: '先存好了' })
      return void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    }
    if (code === 'TEXT_REFUSED') this.setData({ 'wrong.text': message })
    else if (code === 'ITEM_UNKNOWN') this.setData({ 'wrong.item': message })
    else if (code === 'FILE_REFUSED' || code === 'FILE_NOT_YOURS') this.setData({ 'wrong.photos': message })
    this.setData({ trouble: message })
  },
  toMatters() {
    void wx.switchTab({ url: '/pages/matters/matters' })
  },
  callDesk() {
    const { desk } = this.data
    if (desk) dial(desk.phone)
  },

  async keepMePosted() {
    await askConsent(['caseProgress'])
    this.openCase()
  },
  openCase() {
    const { sent } = this.data
    if (sent) void wx.redirectTo({ url: `/packages/report/case/case?id=${sent.id}` })
  },
  callOwner() {
    const phone = this.data.sent?.ownerPhone
    if (phone) dial(phone)
  },
})
