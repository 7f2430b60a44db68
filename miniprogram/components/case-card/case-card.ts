import type { CaseRow } from '../../../typings/contract'
import { leftWords, whenWords } from '../../words/time'

const shapes: Record<CaseRow['state'], { icon: string; tone: string }> = {
  reported: { icon: 'time', tone: 'wait' },
  accepted: { icon: 'tools', tone: 'going' },
  suspended: { icon: 'pause-circle', tone: 'wait' },
  merged: { icon: 'link', tone: 'going' },
  resolved: { icon: 'help-circle', tone: 'wait' },
  closed: { icon: 'check-circle', tone: '' },
  withdrawn: { icon: 'rollback', tone: '' },
}

function residentLine({ state, owner, due, updatedAt }: CaseRow): string {
  if (state === 'resolved') return '请点开看看，办得好不好'
  if (state === 'closed') return `${whenWords(updatedAt)}办完`
  if (state === 'withdrawn') return `${whenWords(updatedAt)}撤回`
  if (state === 'merged') return '和附近同样的一件一起办，点开看进展'
  if (state === 'suspended') return `先放一放${due === undefined ? '' : `，${whenWords(due)}再看`}`
  return `${owner}负责${due === undefined ? '' : `，${whenWords(due)}前${state === 'reported' ? '接手' : '办好'}`}`
}

/** A reported matter in a list. Tapping it opens `page` with its id. */
Component({
  properties: {
    item: { type: Object, value: null as CaseRow | null },
    page: { type: String, value: '/packages/report/case/case' },
    /** Staff see what is left of their time. */
    staff: { type: Boolean, value: false },
  },
  data: { icon: '', tone: '', line: '', title: '', sub: '', photo: '', late: false },
  observers: {
    'item, staff'(item: CaseRow | null, staff: boolean) {
      if (!item) return
      const { icon, tone } = shapes[item.state]
      const late = staff && item.late
      this.setData({
        icon: late ? 'error-circle' : icon,
        tone: late ? 'late' : tone,
        late,
        title: item.text || item.item.name,
        sub: item.text ? item.item.name : '',
        photo: item.photo && item.photo.check !== 'refused' ? item.photo.file : '',
        line: staff && item.due ? leftWords(item.due) : residentLine(item),
      })
    },
  },
  methods: {
    open() {
      const { page } = this.data
      const item = this.data.item as CaseRow | null
      if (item) void wx.navigateTo({ url: `${page}?id=${item.id}` })
    },
  },
})
