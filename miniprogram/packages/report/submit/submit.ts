import type { CaseView, Town } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { askConsent } from '../../../cloud/consent'
import { draft } from '../../../cloud/draft'
import { whenBack } from '../../../cloud/network'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import type { Voice, VoiceNote } from '../../../components/voice-note/voice-note'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'
import { classOf, itemOf, searchItems } from '../catalogue'
import type { MatterItem } from '../catalogue'

interface Place {
  longitude: number
  latitude: number
  name: string
}

/** What the person fills in; the draft keeps it. */
interface Form {
  photos: Picked[]
  place: Place | null
  item: string
  text: string
  voice: Voice | null
  private: boolean
}

type Part = 'photos' | 'place' | 'item'
type Wrong = Partial<Record<Part | 'text', string>>

const blank: Form = { photos: [], place: null, item: '', text: '', voice: null, private: false }
const kept = draft<Form>('report')
const nothingWrong: Wrong = {}
const parts: Part[] = ['photos', 'place', 'item']

page({
  loadOnce: true,
  stopListening: undefined as (() => void) | undefined,

  data: {
    form: blank,
    restored: false,
    classes: [] as Town['classes'],
    precise: false,
    openClass: '',
    search: '',
    items: [] as MatterItem[],
    item: null as MatterItem | null,
    locating: false,
    belongs: '',
    wrong: nothingWrong,
    sending: false,
    step: '',
    trouble: '',
    sent: null as CaseView | null,
    promise: '',
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await askTown()
    if (!reply.ok) return reply
    const { classes, switches } = reply.data
    const before = kept.read()
    const form = before?.value ?? blank
    this.setData({
      classes,
      precise: switches.preciseLocation,
      form,
      restored: before !== undefined,
      item: itemOf(classes, form.item) ?? null,
    })
    if (form.place) void this.askGrid()
    else if (switches.preciseLocation) void this.locateIfAllowed()
    return reply
  },

  onLoad() {
    this.stopListening = whenBack(() => {
      if (this.data.trouble) this.setData({ trouble: '网络好了,可以报上去了' })
    })
  },
  onUnload() {
    this.stopListening?.()
  },

  /** Every change goes through here, so that nothing typed is lost. */
  change(patch: Partial<Form>, mended: Part | 'text' | undefined = undefined) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, trouble: '', ...(mended ? { [`wrong.${mended}`]: '' } : {}) })
  },

  async startAgain() {
    if (!(await confirmed('把写了一半的清掉,重新填?', '清掉', '不清'))) return
    kept.clear()
    this.setData({ form: blank, item: null, belongs: '', restored: false, wrong: {}, trouble: '', openClass: '', search: '', items: [] })
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
  },
  privateChanged(event: WechatMiniprogram.SwitchChange) {
    this.change({ private: event.detail.value })
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
      this.setData({ 'wrong.place': '没有拿到您的位置,请在地图上选一下' })
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
  setPlace(place: Place) {
    this.change({ place }, 'place')
    void this.askGrid()
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
    this.change({ item: item.id }, 'item')
    this.setData({ item, search: '', openClass: '', items: [] })
  },
  chooseAnother() {
    const before = classOf(this.data.classes, this.data.form.item)
    this.change({ item: '' })
    this.setData({ item: null, openClass: before?.id ?? '', items: before?.items ?? [] })
  },
  callEmergency() {
    const number = this.data.item?.emergency
    if (number) dial(number)
  },

  missing(): Partial<Record<Part, string>> {
    const { photos, text, voice, place, item } = this.data.form
    return {
      ...(photos.length === 0 && text.trim() === '' && !voice ? { photos: '请拍张照片,或者在下面写一句、说一句' } : {}),
      ...(place ? {} : { place: '请告诉我们在哪里' }),
      ...(item === '' ? { item: '请选一下是什么问题,选不准就选「其他」' } : {}),
    }
  },

  async send() {
    if (this.data.sending) return
    const wrong = this.missing()
    const first = parts.find((part) => wrong[part] !== undefined)
    this.setData({ wrong, trouble: '' })
    if (first) return void wx.pageScrollTo({ selector: `#${first}`, offsetTop: -12, duration: 250 })

    this.setData({ sending: true, step: this.data.form.photos.length > 0 ? '正在传照片……' : '正在报上去……' })
    const reply = await this.submit()
    this.setData({ sending: false, step: '' })
    if (reply.ok) this.done(reply.data)
    else this.refused(reply.error)
  },

  async submit(): Promise<Reply<CaseView>> {
    const photos = await (this.selectComponent('#photo-picker') as unknown as PhotoPicker).settle()
    if (!photos.ok) return photos
    const voice = await (this.selectComponent('#voice-note') as unknown as VoiceNote).settle()
    if (!voice.ok) return voice
    this.setData({ step: '正在报上去……' })
    const { form } = this.data
    const { requestId } = kept.keep(form)
    const { longitude, latitude, name } = form.place as Place
    return call(
      'report.submit',
      {
        item: form.item,
        text: form.text,
        photos: photos.data,
        ...(voice.data ? { voice: voice.data } : {}),
        place: { longitude, latitude, ...(name.trim() ? { name: name.trim() } : {}) },
        private: form.private,
      },
      { requestId },
    )
  },

  done(sent: CaseView) {
    kept.clear()
    for (const { path } of this.data.form.photos) dropFile(path)
    const voicePath = this.data.form.voice?.path
    if (voicePath !== undefined) dropFile(voicePath)
    this.setData({ sent, promise: whenWords(sent.promise) })
    void wx.setNavigationBarTitle({ title: '已经报上去了' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  refused({ code, message }: Failure) {
    if (code === 'REQUEST_ID_REUSED') {
      // An earlier try had arrived although its answer got lost.
      kept.clear()
      tell('这件事刚才已经报上去了')
      return void wx.switchTab({ url: '/pages/matters/matters' })
    }
    if (code === 'TEXT_REFUSED') this.setData({ 'wrong.text': message })
    else if (code === 'ITEM_UNKNOWN') this.setData({ 'wrong.item': message })
    else if (code === 'FILE_REFUSED' || code === 'FILE_NOT_YOURS') this.setData({ 'wrong.photos': message })
    this.setData({ trouble: code === 'NETWORK' ? '现在连不上网。写的都存好了,有网了再点一次就行' : message })
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
