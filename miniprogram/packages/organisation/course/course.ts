import type { Chip } from '../../../components/chip-choice/chip-choice'
import type { Place } from '../../../components/place-choice/place-choice'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { page } from '../../../page'
import { dateWords, dayFrom, weekdayWords } from '../../../words/time'

interface Form {
  service: string
  title: string
  worker: string
  place: Place | null
  placeName: string
  seats: number
  first: string
  from: string
  lessons: string[]
  about: string
}

const blank: Form = {
  service: '',
  title: '',
  worker: '',
  place: null,
  placeName: '',
  seats: 20,
  first: dayFrom(undefined, 7),
  from: '09:00',
  lessons: ['第一课', '第二课', '第三课', '第四课'],
  about: '',
}
const kept = draft<Form>('course')
const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 第十二课 */
function lessonName(number: number): string {
  const tens = Math.floor(number / 10)
  const said = number <= 10 ? digits[number] : `${tens > 1 ? digits[tens] : ''}十${number % 10 === 0 ? '' : digits[number % 10]}`
  return `第${said}课`
}

/** 2026 秋 */
function termOf(day: string): string {
  const month = Number(day.slice(5, 7))
  return `${day.slice(0, 4)} ${month < 3 || month > 11 ? '冬' : month < 7 ? '春' : month < 9 ? '夏' : '秋'}`
}

function lack(form: Form): string {
  if (form.service === '') return '请选一门课'
  if (form.title.trim() === '') return '请写课的名字'
  if (form.worker === '') return '请选老师'
  if (!form.place) return '请在地图上选教学点'
  if (form.placeName.trim() === '') return '请写教学点的名字，居民好找'
  return form.lessons.some((lesson) => lesson.trim() === '') ? '每一课都要有名字' : ''
}

/** Lays out a course: weekly lessons at one place. */
page({
  loadOnce: true,
  data: {
    form: blank,
    lessons: [] as { at: number; title: string }[],
    services: [] as Chip[],
    teachers: [] as Chip[],
    firstDay: dayFrom(undefined, 1),
    lastDay: dayFrom(undefined, 365),
    when: '',
    lastLesson: '',
    sending: false,
    notice: '',
    made: undefined as { session: string; sentence: string } | undefined,
  },

  async load(): Promise<Reply<unknown>> {
    const [offerings, roster] = await Promise.all([ask('booking.offerings', {}), ask('booking.roster', {})])
    if (!offerings.ok) return offerings
    if (!roster.ok) return roster
    const services = offerings.data.offerings
      .filter(({ kind, open }) => kind === 'class' && open)
      .map(({ service }) => ({ id: service.id, words: service.name }))
    const teachers = roster.data.workers.map(({ id, name }) => ({ id, words: name }))
    this.setData({ services, teachers })
    const only = (chips: Chip[]) => (chips.length === 1 ? (chips[0]?.id ?? '') : '')
    const form = { ...blank, ...kept.read()?.value }
    if (form.first < this.data.firstDay) form.first = blank.first
    this.show({ ...form, service: form.service || only(services), worker: form.worker || only(teachers) })
    return offerings
  },

  show(form: Form) {
    this.setData({
      form,
      lessons: form.lessons.map((title, at) => ({ at, title })),
      when: `${dateWords(form.first)}起，每${weekdayWords(form.first)} ${form.from.replace(/^0/, '')}`,
      lastLesson: dateWords(dayFrom(form.first, 7 * (form.lessons.length - 1))),
      notice: '',
    })
  },
  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.show(form)
  },
  pickService({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    const before = this.data.services.find(({ id }) => id === this.data.form.service)?.words
    const { title } = this.data.form
    const words = this.data.services.find(({ id }) => id === detail.id)?.words ?? ''
    // The name of the course follows the service until somebody writes another.
    this.change({ service: detail.id, title: title === '' || title === before ? words : title })
  },
  typeTitle({ detail }: WechatMiniprogram.Input) {
    this.change({ title: detail.value })
  },
  typeAbout({ detail }: WechatMiniprogram.Input) {
    this.change({ about: detail.value })
  },
  pickTeacher({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.change({ worker: detail.id })
  },
  pickPlace({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
    this.change({ place: detail.place, placeName: this.data.form.placeName || detail.place.name })
  },
  typePlace({ detail }: WechatMiniprogram.Input) {
    this.change({ placeName: detail.value })
  },
  addSeats({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { more: number }>) {
    this.change({ seats: Math.min(500, Math.max(1, this.data.form.seats + currentTarget.dataset.more)) })
  },
  pickFirst({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.change({ first: detail.value })
  },
  pickFrom({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.change({ from: detail.value })
  },
  typeLesson({ currentTarget, detail }: WechatMiniprogram.Input) {
    const { at } = currentTarget.dataset as { at: number }
    this.change({ lessons: this.data.form.lessons.map((lesson, index) => (index === at ? detail.value : lesson)) })
  },
  addLesson() {
    const { lessons } = this.data.form
    if (lessons.length < 30) this.change({ lessons: [...lessons, lessonName(lessons.length + 1)] })
  },
  removeLesson() {
    const { lessons } = this.data.form
    if (lessons.length > 1) this.change({ lessons: lessons.slice(0, -1) })
  },

  async send() {
    const { form, sending } = this.data
    if (sending) return
    const notice = lack(form)
    if (notice || !form.place) return this.setData({ notice })
    this.setData({ sending: true, notice: '' })
    const { requestId } = kept.keep(form)
    const { service, worker, seats, first, from, place } = form
    const reply = await call(
      'booking.setCourse',
      {
        service,
        worker,
        seats,
        first,
        from,
        term: termOf(first),
        title: form.title.trim(),
        about: form.about.trim(),
        place: { name: form.placeName.trim(), longitude: place.longitude, latitude: place.latitude },
        lessons: form.lessons.map((lesson) => lesson.trim()),
      },
      { requestId },
    )
    this.setData({ sending: false })
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    kept.clear()
    this.setData({ made: reply.data })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  openRegister() {
    const { made } = this.data
    if (made) void wx.redirectTo({ url: `/packages/work/register/register?session=${encodeURIComponent(made.session)}` })
  },
  another() {
    this.setData({ made: undefined })
    this.show(blank)
  },
})
