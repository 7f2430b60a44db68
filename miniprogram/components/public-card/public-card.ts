import type { Output } from '../../../typings/contract'
import { agoWords } from '../../words/time'

export type PublicRow = Output<'report.nearby'>['cases'][number]

const shapes: Record<string, { icon: string; tone: string }> = {
  等待接手: { icon: 'time', tone: 'wait' },
  已经办好: { icon: 'check-circle', tone: '' },
  已经撤回: { icon: 'rollback', tone: '' },
}
const going = { icon: 'tools', tone: 'going' }

function farWords(metres: number): string {
  if (metres < 10) return '就在这里'
  return metres < 1000 ? `离这里约 ${Math.round(metres / 10) * 10} 米` : `离这里约 ${(metres / 1000).toFixed(1)} 公里`
}

/** What somebody reported, as anybody may see it. Tapping it opens the case. */
Component({
  properties: {
    item: { type: Object, value: null as PublicRow | null },
    /** Whether the distance from somewhere means anything here. */
    far: { type: Boolean, value: false },
  },
  data: { icon: '', tone: '', title: '', line: '', photo: '', mark: '' },
  observers: {
    'item, far'(item: PublicRow | null, far: boolean) {
      if (!item) return
      const others = item.joined > 0 ? `${item.joined} 位邻居也遇到了` : ''
      this.setData({
        ...(shapes[item.stateText] ?? going),
        title: item.text || item.item.name,
        photo: item.photo?.check === 'passed' ? item.photo.file : '',
        mark: item.follows === 'joined' ? '您也遇到了' : item.follows === 'following' ? '在关注' : '',
        line: [far ? farWords(item.metres) : '', `${agoWords(item.createdAt)}报的`, others].filter(Boolean).join(' · '),
      })
    },
  },
  methods: {
    open() {
      const item = this.data.item as PublicRow | null
      if (item) void wx.navigateTo({ url: `/packages/report/case/case?id=${item.id}` })
    },
  },
})
