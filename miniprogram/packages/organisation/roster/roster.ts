import type { Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { page } from '../../../page'
import { dateWords, dayWords, noonOf } from '../../../words/time'
import { shiftWords, weekWords } from '../hours'

type Roster = Output<'booking.roster'>

interface Row {
  id: string
  name: string
  skills: string
  week: string
}

interface Exception {
  key: string
  name: string
  when: string
  hours: string
  why: string
}

/** Who works when; a tap on somebody opens their hours. */
page({
  data: { workers: [] as Row[], exceptions: [] as Exception[] },

  async load(): Promise<Reply<Roster>> {
    const reply = await ask('booking.roster', {})
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show({ workers, exceptions, skills }: Roster) {
    const names = new Map(skills.map(({ id, name }) => [id, name]))
    this.setData({
      workers: workers.map((worker) => ({
        id: worker.id,
        name: worker.name,
        skills: [...worker.skills.map((skill) => names.get(skill) ?? skill), ...worker.languages].join('、'),
        week: weekWords(worker.week),
      })),
      exceptions: [...exceptions]
        .sort((a, b) => a.day.localeCompare(b.day))
        .map(({ worker, name, day, shifts, why }) => {
          const words = dayWords(noonOf(day))
          const date = dateWords(day)
          return {
            key: `${worker}.${day}`,
            name,
            when: words === date ? date : `${words} ${date}`,
            hours: shiftWords(shifts) || '休息',
            why,
          }
        }),
    })
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/organisation/worker/worker?id=${currentTarget.dataset.id}` })
  },
})
