import type { BookingRow, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { keepWork, keptWorkOn, sendWork } from '../../../cloud/fieldWork'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { dayWords, spanWords } from '../../../words/time'

type Register = Output<'booking.register'>

interface Pupil {
  id: string
  name: string
  here: boolean
  /** How many lessons the pupil has come to, in words. */
  lessons: string
}

const onTheList: BookingRow['state'][] = ['assigned', 'checkedIn', 'done', 'rated', 'noShow']

/** The lesson that is on, or the next one, or the last. */
function currentLesson({ lessons }: Register): number {
  const next = lessons.findIndex(({ end, cancelled }) => !cancelled && Date.parse(end) + 3_600_000 > Date.now())
  return next === -1 ? Math.max(0, lessons.length - 1) : next
}

page({
  data: {
    register: undefined as Register | undefined,
    lessons: [] as { id: string; words: string }[],
    lesson: -1,
    lessonId: '',
    when: '',
    /** The substitute of this lesson. */
    teacher: '',
    /** This lesson does not take place. */
    off: false,
    pupils: [] as Pupil[],
    here: 0,
    started: false,
    session: '',
    sending: false,
    notice: '',
  },
  onLoad({ session = '', lesson }) {
    this.setData({ session: decodeURIComponent(session) })
    if (lesson !== undefined) this.setData({ lesson: Number(lesson) })
  },
  keptChanged({ detail }: WechatMiniprogram.CustomEvent<{ sent: boolean }>) {
    if (detail.sent) void this.reload()
  },

  /** What the teacher has ticked or unticked and not yet sent. */
  draft() {
    return draft<{ [booking: string]: boolean }>(`register:${this.data.session}:${this.data.lesson}`)
  },

  async load(): Promise<Reply<Register>> {
    await sendWork()
    const reply = await ask('booking.register', { session: this.data.session })
    if (reply.ok) {
      if (this.data.lesson < 0) this.setData({ lesson: currentLesson(reply.data) })
      this.show(reply.data)
    }
    return reply
  },

  show(register: Register) {
    const { lesson } = this.data
    const ticks = this.draft().read()?.value ?? {}
    const kept = keptWorkOn(this.data.session)
    // What was sent without a network stands until it has arrived.
    const onPhone = kept.flatMap((work) =>
      work.action === 'booking.mark' && work.input.lesson === lesson && !work.refused ? [work.input.present] : [],
    )[0]
    const pupils = register.pupils
      .filter(({ state }) => onTheList.includes(state))
      .map(({ booking, name, attended }): Pupil => ({
        id: booking,
        name,
        here: ticks[booking] ?? (onPhone ? onPhone.includes(booking) : attended.includes(lesson)),
        lessons: attended.length === 0 ? '还没来过' : `来过 ${attended.length} 节`,
      }))
    const now = register.lessons[lesson]
    this.setData({
      register,
      pupils,
      here: pupils.filter(({ here }) => here).length,
      lessons: register.lessons.map(({ start, cancelled }, at) => ({
        id: String(at),
        words: `第 ${at + 1} 节 ${cancelled ? '不上了' : dayWords(start)}`,
      })),
      lessonId: String(lesson),
      when: now ? `${now.title} · ${spanWords(now.start, now.end)}` : '',
      teacher: now?.teacher ?? '',
      off: now?.cancelled === true,
      started: now !== undefined && Date.parse(now.start) - 3_600_000 < Date.now(),
    })
  },

  pickLesson({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ lesson: Number(detail.id), notice: '' })
    if (this.data.register) this.show(this.data.register)
  },

  toggle({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const pupil = this.data.pupils.find(({ id }) => id === currentTarget.dataset.id)
    if (pupil) this.tick({ [pupil.id]: !pupil.here })
  },

  allHere() {
    this.tick(Object.fromEntries(this.data.pupils.map(({ id }) => [id, true])))
  },

  tick(change: { [booking: string]: boolean }) {
    this.draft().keep({ ...this.draft().read()?.value, ...change })
    if (this.data.register) this.show(this.data.register)
  },

  async send() {
    const { sending, pupils, lesson, register } = this.data
    if (sending || !register) return
    this.setData({ sending: true, notice: '' })
    const present = pupils.filter(({ here }) => here).map(({ id }) => id)
    const { requestId } = this.draft().keep(this.draft().read()?.value ?? {})
    const input = { session: this.data.session, lesson, present }
    const reply = await call('booking.mark', input, { requestId })
    this.setData({ sending: false })
    if (!reply.ok && reply.error.code === 'NETWORK') {
      keepWork(
        { action: 'booking.mark', input },
        { requestId, title: `点名 · ${register.title}第 ${lesson + 1} 节`, photos: [], before: [] },
      )
      this.draft().clear()
      this.show(register)
      return tell('没有网络，已经存好，有网了自动交上去')
    }
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    this.draft().clear()
    tell(`记好了，到了 ${reply.data.present} 人`)
    await this.reload()
  },

  changeCourse() {
    void wx.navigateTo({ url: `/packages/organisation/course/change?session=${encodeURIComponent(this.data.session)}` })
  },
  openDoor() {
    void wx.navigateTo({ url: `/packages/work/door/door?session=${encodeURIComponent(this.data.session)}&lesson=${this.data.lesson}` })
  },
})
