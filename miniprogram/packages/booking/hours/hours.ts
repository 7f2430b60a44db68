import type { Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { page } from '../../../page'
import { scanAtDoor } from '../scan'

type Course = Output<'booking.hours'>['courses'][number]

/** Hours of classes that one has been to. */
page({
  data: { hours: 0, courses: [] as (Course & { percent: number })[] },

  async load() {
    const reply = await ask('booking.hours', {})
    if (reply.ok) {
      const most = Math.max(1, ...reply.data.courses.map(({ hours }) => hours))
      this.setData({
        hours: reply.data.hours,
        courses: reply.data.courses.map((course) => ({ ...course, percent: Math.round((100 * course.hours) / most) })),
      })
    }
    return reply
  },

  async scan() {
    if (await scanAtDoor()) await this.reload()
  },
  look() {
    void wx.navigateTo({ url: '/packages/booking/services/services?field=education' })
  },
})
