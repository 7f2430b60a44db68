import type { Output, RosterView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call, newRequestId } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { askMe } from '../../../cloud/session'
import { page } from '../../../page'
import { shiftLines, spansWords, spanWords } from '../../../words/roster'
import type { Member } from '../../../words/roster'
import type { DutyForm } from './duty-sheet/duty-sheet'

type Grid = Output<'report.rosters'>['grids'][number]

interface ShownMember extends Member {
  mine: boolean
  tone: string
  icon: string
  lines: ReturnType<typeof shiftLines>
  changed: { day: string; words: string }[]
}
interface ShownDay {
  day: string
  text: string
  note: string
  onDuty: { key: string; name: string; hours: string[]; changed: boolean }[]
  away: string
}

const standings: Record<Member['standing'], { tone: string; icon: string }> = {
  onDuty: { tone: 'going', icon: 'check-circle' },
  offDuty: { tone: '', icon: 'time' },
  away: { tone: 'wait', icon: 'pause-circle' },
  volunteer: { tone: '', icon: 'heart' },
}

const closed: { form: DutyForm | '' } = { form: '' }
/** Longer lists get a field to look for a name. */
const manyGrids = 8

/** The person who looks comes first, volunteers last. */
function shownTeam({ team }: RosterView, self: string): ShownMember[] {
  const rank = (one: Member) => (one.person === self ? 0 : one.standing === 'volunteer' ? 2 : 1)
  return [...team]
    .sort((a, b) => rank(a) - rank(b))
    .map((one) => ({
      ...one,
      ...standings[one.standing],
      mine: one.person === self,
      lines: shiftLines(one.shifts),
      changed: one.exceptions.map(({ day, dayText, spans }) => ({ day, words: `${dayText}改成${spansWords(spans)}` })),
    }))
}

function shownDays({ days }: RosterView): ShownDay[] {
  return days.map(({ day, text, note = '', onDuty, away }) => ({
    day,
    text,
    note,
    onDuty: onDuty.map(({ person, name, spans, changed }) => ({ key: person, name, hours: spans.map(spanWords), changed })),
    away: away.map(({ name }) => name).join('、'),
  }))
}

/** Who is on duty in a grid, who is away; leave and other hours are entered here. Without a grid: which grids there are to look at. */
page({
  data: {
    tabs: [
      { id: 'team', words: '每个人' },
      { id: 'days', words: '每一天' },
      { id: 'changes', words: '改动' },
    ],
    tab: 'team',
    grids: [] as Grid[],
    found: [] as Grid[],
    search: '',
    many: false,
    chosen: '',
    roster: undefined as RosterView | undefined,
    team: [] as ShownMember[],
    /** Their names. */
    volunteers: '',
    days: [] as ShownDay[],
    ...closed,
    member: null as Member | null,
    told: '',
    notice: '',
    busy: false,
  },
  grid: '',

  onLoad({ grid = '' }) {
    this.grid = grid
  },

  async load(): Promise<Reply<unknown>> {
    if (this.grid) return this.loadRoster()
    const reply = await ask('report.rosters', {})
    if (!reply.ok) return reply
    const { grids } = reply.data
    const [only] = grids
    if (only && grids.length === 1) {
      this.grid = only.id
      return this.loadRoster()
    }
    this.setData({ grids, many: grids.length > manyGrids })
    this.filter()
    return reply
  },
  async loadRoster(): Promise<Reply<unknown>> {
    const [reply, me] = await Promise.all([ask('report.roster', { grid: this.grid }), askMe()])
    if (reply.ok) this.show(reply.data, me.ok ? me.data.id : '')
    return reply
  },

  show(roster: RosterView, self: string) {
    const team = shownTeam(roster, self)
    this.setData({
      chosen: roster.grid.id,
      roster,
      team: team.filter(({ standing }) => standing !== 'volunteer'),
      volunteers: team
        .filter(({ standing }) => standing === 'volunteer')
        .map(({ name }) => name)
        .join('、'),
      days: shownDays(roster),
    })
  },
  async shown(roster: RosterView) {
    const me = await askMe()
    this.show(roster, me.ok ? me.data.id : '')
  },

  searched({ detail }: WechatMiniprogram.Input) {
    this.setData({ search: detail.value })
    this.filter()
  },
  filter() {
    const wanted = this.data.search.trim()
    this.setData({ found: this.data.grids.filter(({ name, village }) => name.includes(wanted) || village.includes(wanted)) })
  },
  openGrid({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/work/roster/roster?grid=${currentTarget.dataset.id}` })
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ tab: detail.id })
  },
  callMember({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { phone: string }>) {
    dial(currentTarget.dataset.phone)
  },

  openForm({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { form: DutyForm; person: string }>) {
    const { form, person } = currentTarget.dataset
    const member = this.data.roster?.team.find((one) => one.person === person)
    if (member) this.setData({ form, member, told: '', notice: '' })
  },
  closeForm() {
    this.setData({ form: '' })
  },
  done({ detail }: WechatMiniprogram.CustomEvent<{ roster: RosterView; sentence: string }>) {
    this.setData({ form: '', told: detail.sentence, notice: '' })
    void this.shown(detail.roster)
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  conflict({ detail }: WechatMiniprogram.CustomEvent<{ message: string }>) {
    this.setData({ form: '', notice: `${detail.message}。写的还在，看过再交` })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    void this.reload()
  },

  async endLeave({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { person: string; from: string; begun: boolean }>) {
    const { person, from, begun } = currentTarget.dataset
    if (this.data.busy) return
    const question = begun ? '今天起回来上班？已经转给别人的事不会转回来' : '不休息了，把这次登记去掉？'
    if (!(await confirmed(question, begun ? '回来上班' : '去掉'))) return
    this.setData({ busy: true, told: '', notice: '' })
    const reply = await call('report.endLeave', { grid: this.grid, person, from }, { requestId: newRequestId() })
    this.setData({ busy: false })
    if (!reply.ok) {
      tell(reply.error.message)
      return this.reload()
    }
    this.setData({ told: begun ? '记下了，今天起照常上班' : '去掉了，照常上班' })
    return this.shown(reply.data)
  },
})
