import type { Me } from '../../../typings/contract'
import { draft } from '../../cloud/draft'
import { chooseHome } from '../../cloud/home'
import { careMode } from '../../cloud/look'
import { dial, tell } from '../../cloud/phone'
import { askMe, askTown, switchCareMode, updateMe } from '../../cloud/session'
import { page } from '../../page'
import { workDoors } from '../../words/work'
import type { WorkDoor } from '../../words/work'

type Field = 'name' | 'phone' | 'address'

interface Row {
  field: Field
  label: string
  shown: string
  hint: string
  type: 'text' | 'number'
  most: number
}

const links: WorkDoor[] = [
  { url: '/packages/booking/family/family', icon: 'usergroup', words: '家人', detail: '请家人替我约，或者替家人约' },
  { url: '/packages/booking/hours/hours', icon: 'education', words: '我的课时', detail: '上过的课，扫码签到' },
]

const untouched: { editing: Field | '' } = { editing: '' }
const typed = draft<Partial<Record<Field, string>>>('me')

page({
  data: {
    rows: [] as Row[],
    grid: '',
    doors: [] as WorkDoor[],
    links,
    desk: null as { name: string; phone: string } | null,
    ...untouched,
    value: '',
    wrong: '',
    saving: false,
  },

  async load() {
    const [me, town] = await Promise.all([askMe(), askTown()])
    if (me.ok) this.show(me.data)
    if (town.ok) this.setData({ desk: town.data.desk })
    return me
  },

  show(me: Me) {
    this.setData({
      grid: me.grid?.name ?? '',
      doors: workDoors(me.roles),
      rows: [
        {
          field: 'name',
          label: '怎么称呼您',
          shown: me.name === '居民' ? '' : me.name,
          hint: '比如：陈伯、王女士',
          type: 'text',
          most: 20,
        },
        { field: 'phone', label: '电话', shown: me.phoneMasked ?? '', hint: '手机号，或带区号的座机号', type: 'text', most: 13 },
        { field: 'address', label: '住址', shown: me.addressMasked ?? '', hint: '比如：古四村东兴街 3 号 201', type: 'text', most: 100 },
      ],
    })
  },

  async setLook(event: WechatMiniprogram.TouchEvent) {
    const care = (event.currentTarget.dataset as { look: string }).look === 'care'
    if (care === careMode()) return
    const switched = switchCareMode(care)
    await this.reload()
    await switched
  },

  edit(event: WechatMiniprogram.TouchEvent) {
    const { field } = event.currentTarget.dataset as { field: Field }
    this.setData({ editing: field, value: typed.read()?.value[field] ?? '', wrong: '' })
  },
  type(event: WechatMiniprogram.Input) {
    const { editing } = this.data
    const { value } = event.detail
    this.setData({ value, wrong: '' })
    if (editing) typed.keep({ ...typed.read()?.value, [editing]: value })
  },
  leave() {
    this.setData({ editing: '', value: '', wrong: '' })
    typed.clear()
  },
  async save() {
    const { editing, saving } = this.data
    const value = this.data.value.trim()
    if (!editing || saving) return
    if (value === '') return this.setData({ wrong: '请先填好再保存' })
    this.setData({ saving: true })
    const reply = await updateMe({ [editing]: value })
    this.setData({ saving: false })
    if (!reply.ok) return this.setData({ wrong: reply.error.message })
    this.leave()
    this.show(reply.data)
    tell('存好了')
  },

  async chooseHome() {
    if (await chooseHome()) await this.reload()
  },
  work(event: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: (event.currentTarget.dataset as { url: string }).url })
  },
  callDesk() {
    const { desk } = this.data
    if (desk) dial(desk.phone)
  },
})
