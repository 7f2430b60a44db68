import type { Input, Output } from '../../../../typings/contract'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import type { Place } from '../../../components/place-choice/place-choice'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { page } from '../../../page'
import { dateWords, dayFrom, hoursWords, spanWords } from '../../../words/time'

type Course = Output<'booking.course'>
type How = Input<'booking.changeLesson'>['change']['kind']
type Sheet = '' | 'lesson' | 'course' | 'cancel'

interface LessonRow {
  at: number
  name: string
  when: string
  words: string
  /** Something can still be done about it. */
  open: boolean
}

interface Form {
  title: string
  about: string
  place: Place | null
  placeName: string
  seats: number
  worker: string
}

const emptyForm: Form = { title: '', about: '', place: null, placeName: '', seats: 1, worker: '' }
const nothing: { sheet: Sheet; how: How } = { sheet: '', how: 'substitute' }

function dayOf(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)
}
function wallOf(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16)
}

/** A course that is laid out: who teaches a lesson, when it is, what the course is, and whether it takes place at all. */
page({
  loadOnce: true,
  data: {
    course: undefined as Course | undefined,
    rows: [] as LessonRow[],
    ...nothing,
    hows: [
      { id: 'substitute', words: '换人上' },
      { id: 'moved', words: '改时间' },
      { id: 'cancelled', words: '不上了' },
    ],
    whys: ['老师生病了', '老师有急事', '教室用不了', '天气不好'],
    /** The lesson that is changed. */
    at: 0,
    lessonName: '',
    lessonWhen: '',
    teachers: [] as Chip[],
    busy: [] as string[],
    worker: '',
    day: '',
    from: '',
    when: '',
    why: '',
    firstDay: dayFrom(undefined),
    lastDay: dayFrom(undefined, 180),
    form: emptyForm,
    allTeachers: [] as Chip[],
    sending: false,
    notice: '',
    said: '',
  },
  session: '',
  /** Opened for one lesson, from somebody's leave. */
  first: -1,
  request: '',

  onLoad({ session = '', lesson }) {
    this.session = decodeURIComponent(session)
    if (lesson !== undefined) this.first = Number(lesson)
  },

  async load(): Promise<Reply<Course>> {
    const reply = await ask('booking.course', { session: this.session })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show(course: Course) {
    const rows = course.lessons.map(({ title, start, end, teacher, cancelled, why, over }, at): LessonRow => {
      const state = cancelled ? `不上了${why ? `：${why}` : ''}` : over ? '上完了' : teacher ? `由${teacher}代上` : ''
      return { at, name: `${at + 1}. ${title}`, when: spanWords(start, end), words: state, open: !cancelled && !over && !course.calledOff }
    })
    this.setData({
      course,
      rows,
      allTeachers: course.teachers.map(({ id, name }) => ({ id, words: name })),
    })
    const row = rows[this.first]
    this.first = -1
    if (row?.open) this.choose(row.at)
  },

  openLesson({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
    this.choose(currentTarget.dataset.at)
  },
  choose(at: number) {
    const { course, rows } = this.data
    const lesson = course?.lessons[at]
    if (!course || !lesson) return
    const now = lesson.teacher ?? course.teacher?.name
    const others = course.teachers.filter(({ name }) => name !== now)
    const whyBusy = (one: Course['teachers'][number]) => one.busy.find(({ lesson: busy }) => busy === at)?.why
    const free = others.filter((one) => whyBusy(one) === undefined)
    this.request = newRequestId()
    this.setData({
      sheet: 'lesson',
      at,
      how: 'substitute',
      lessonName: rows[at]?.name ?? '',
      lessonWhen: rows[at]?.when ?? '',
      teachers: free.map(({ id, name }) => ({ id, words: name })),
      busy: others.flatMap((one) => (whyBusy(one) === undefined ? [] : [`${one.name}：${whyBusy(one)}`])),
      worker: free.length === 1 ? (free[0]?.id ?? '') : '',
      why: '',
      notice: '',
      said: '',
    })
    this.showWhen(dayOf(lesson.start), wallOf(lesson.start))
  },
  showWhen(day: string, from: string) {
    const lesson = this.data.course?.lessons[this.data.at]
    const start = new Date(`${day}T${from}:00+08:00`).toISOString()
    const length = lesson ? Date.parse(lesson.end) - Date.parse(lesson.start) : 0
    const end = new Date(Date.parse(start) + length).toISOString()
    this.setData({ day, from, when: `${dateWords(day)}${hoursWords(start, end)}`, notice: '' })
  },
  pickHow({ detail }: WechatMiniprogram.CustomEvent<{ id: How }>) {
    this.request = newRequestId()
    this.setData({ how: detail.id, notice: '' })
  },
  pickWorker({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.request = newRequestId()
    this.setData({ worker: detail.id, notice: '' })
  },
  pickDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.request = newRequestId()
    this.showWhen(detail.value, this.data.from)
  },
  pickFrom({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.request = newRequestId()
    this.showWhen(this.data.day, detail.value)
  },
  pickWhy({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.setData({ why: detail.word, notice: '' })
  },
  typeWhy({ detail }: WechatMiniprogram.Input) {
    this.setData({ why: detail.value, notice: '' })
  },
  close() {
    if (!this.data.sending) this.setData({ sheet: '' })
  },

  async changeLesson() {
    const { course, at, how, worker, day, from, sending } = this.data
    const why = this.data.why.trim()
    if (!course || sending) return
    if (how === 'substitute' && worker === '') return this.setData({ notice: '请选一位老师，都没空就改时间' })
    if (how !== 'substitute' && why === '') return this.setData({ notice: '请点一个原因，或者自己写一句' })
    const change: Input<'booking.changeLesson'>['change'] =
      how === 'substitute' ? { kind: how, worker } : how === 'moved' ? { kind: how, day, from, why } : { kind: how, why }
    this.setData({ sending: true, notice: '' })
    const input = { session: course.session, changes: course.changes, lesson: at, change }
    await this.answered(await call('booking.changeLesson', input, { requestId: this.request }))
  },

  openCourse() {
    const { course } = this.data
    if (!course) return
    const { title, about, place, seats, teacher } = course
    this.request = newRequestId()
    this.setData({
      sheet: 'course',
      notice: '',
      said: '',
      form: { title, about, place: place ?? null, placeName: place?.name ?? '', seats, worker: teacher?.id ?? '' },
    })
  },
  edit(patch: Partial<Form>) {
    this.request = newRequestId()
    this.setData({ form: { ...this.data.form, ...patch }, notice: '' })
  },
  typeTitle({ detail }: WechatMiniprogram.Input) {
    this.edit({ title: detail.value })
  },
  typeAbout({ detail }: WechatMiniprogram.Input) {
    this.edit({ about: detail.value })
  },
  pickPlace({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
    this.edit({ place: detail.place })
  },
  typePlace({ detail }: WechatMiniprogram.Input) {
    this.edit({ placeName: detail.value })
  },
  addSeats({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { more: number }>) {
    const least = Math.max(1, this.data.course?.taken ?? 1)
    this.edit({ seats: Math.min(500, Math.max(least, this.data.form.seats + currentTarget.dataset.more)) })
  },
  pickTeacher({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.edit({ worker: detail.id })
  },
  async saveCourse() {
    const { course, form, sending } = this.data
    if (!course || sending) return
    if (form.title.trim() === '') return this.setData({ notice: '请写课的名字' })
    if (!form.place) return this.setData({ notice: '请在地图上选教学点' })
    if (form.placeName.trim() === '') return this.setData({ notice: '请写教学点的名字，居民好找' })
    this.setData({ sending: true, notice: '' })
    const { longitude, latitude } = form.place
    const input = {
      session: course.session,
      changes: course.changes,
      title: form.title.trim(),
      about: form.about.trim(),
      place: { name: form.placeName.trim(), longitude, latitude },
      seats: form.seats,
      worker: form.worker,
    }
    await this.answered(await call('booking.changeCourse', input, { requestId: this.request }))
  },

  openCancel() {
    this.request = newRequestId()
    this.setData({ sheet: 'cancel', why: '', notice: '', said: '' })
  },
  async cancelCourse() {
    const { course, sending } = this.data
    const why = this.data.why.trim()
    if (!course || sending) return
    if (why === '') return this.setData({ notice: '请写一句为什么，居民会看到' })
    this.setData({ sending: true, notice: '' })
    const input = { session: course.session, changes: course.changes, why }
    await this.answered(await call('booking.cancelCourse', input, { requestId: this.request }))
  },

  async answered(reply: Reply<{ sentence: string }>) {
    this.setData({ sending: false })
    if (!reply.ok) {
      this.setData({ notice: reply.error.message })
      if (outOfDate(reply.error)) await this.reload()
      return
    }
    this.setData({ sheet: '', said: reply.data.sentence })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    await this.reload()
  },

  openRegister() {
    void wx.navigateTo({ url: `/packages/work/register/register?session=${encodeURIComponent(this.session)}` })
  },
})
