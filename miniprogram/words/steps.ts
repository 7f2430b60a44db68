// What each further step on a case is called, what it asks, and what is said when it is done. One list for staff and the command centre.
import type { CaseView } from '../../typings/contract'

export type Step = CaseView['may'][number]
export type Part = 'reason' | 'holder' | 'departments' | 'place' | 'photos' | 'hours' | 'until' | 'grant' | 'into' | 'item' | 'text'

export interface StepForm {
  step: Step
  icon: string
  name: string
  /** When it is the right thing to do, in one line. */
  detail: string
  /** What the form asks, from above to below. */
  parts: Part[]
  /** The text field. */
  label: string
  placeholder: string
  words: string[]
  most: number
  optional?: boolean
  /** For staff alone; the resident never sees it. */
  internal?: boolean
  send: string
  told: string
}

const before = { label: '说一句原因', placeholder: '点一句上面的，或者自己写', most: 300 }

/** In the order in which they are offered. */
export const stepForms: StepForm[] = [
  {
    step: 'visit',
    icon: 'location',
    name: '到现场看过了',
    detail: '记下位置和现场的样子，居民看得到',
    parts: ['place', 'photos', 'text'],
    label: '看到了什么（可不写）',
    placeholder: '比如：灯杆没倒，是线断了',
    words: [],
    most: 500,
    optional: true,
    send: '记下来',
    told: '现场情况记下了',
  },
  {
    step: 'ask',
    icon: 'chat-bubble-help',
    name: '问问居民',
    detail: '有一点不清楚，请居民补一句',
    parts: ['text'],
    label: '想问什么',
    placeholder: '比如：是几号楼的哪一侧？',
    words: ['请问具体在几号楼？', '能再拍一张远一点的照片吗？', '什么时候在家方便？'],
    most: 300,
    send: '发给居民',
    told: '问题发给居民了',
  },
  {
    step: 'reply',
    icon: 'chat',
    name: '回复居民',
    detail: '说说办到哪一步了，居民会收到消息',
    parts: ['text'],
    label: '回复的话',
    placeholder: '点一句上面的，或者自己写',
    words: [],
    most: 500,
    send: '发给居民',
    told: '回复发给居民了',
  },
  {
    step: 'note',
    icon: 'lock-on',
    name: '内部记一笔',
    detail: '只有工作人员看得到',
    parts: ['text'],
    label: '记什么',
    placeholder: '居民看不到这里写的',
    words: [],
    most: 500,
    internal: true,
    send: '记下来',
    told: '记下了，居民看不到',
  },
  {
    step: 'transfer',
    icon: 'swap',
    name: '转给别人办',
    detail: '同一网格的同事，或者服务台',
    parts: ['holder', 'text'],
    ...before,
    words: ['今天不当班', '他更熟悉这件事', '离得更近'],
    send: '转过去',
    told: '转过去了',
  },
  {
    step: 'handOver',
    icon: 'institution',
    name: '交给部门办',
    detail: '要专门的人或设备；选了几个部门，第一个牵头',
    parts: ['departments', 'text'],
    ...before,
    words: ['需要专业人员处理', '需要执法', '要几家一起办'],
    send: '交给部门',
    told: '交给部门了',
  },
  {
    step: 'escalate',
    icon: 'arrow-up-circle',
    name: '请上一级来办',
    detail: '这里办不了，要上面出面',
    parts: ['text'],
    ...before,
    words: ['超出我们的权限', '要几个村一起协调', '情况紧急，需要支援'],
    send: '报上去',
    told: '已经请上一级来办',
  },
  {
    step: 'return',
    icon: 'rollback',
    name: '退回去重新安排',
    detail: '地点不对、不归这里管，或不是公共的事',
    parts: ['reason', 'text'],
    label: '说清楚是怎么回事',
    placeholder: '居民和指挥中心都看得到',
    words: [],
    most: 300,
    send: '退回去',
    told: '退回去了，镇服务台会重新安排',
  },
  {
    step: 'extend',
    icon: 'time',
    name: '需要多一点时间',
    detail: '头一次一个工作日以内自己能定；再长、再延，要指挥中心同意',
    parts: ['hours', 'text'],
    ...before,
    words: ['要等配件到货', '要等天晴才能施工', '还要和几家商量'],
    send: '就延这么久',
    told: '时间改好了',
  },
  {
    step: 'suspend',
    icon: 'pause-circle',
    name: '先放一放',
    detail: '现在办不了的事，定一个日子再看；要指挥中心同意',
    parts: ['until', 'text'],
    ...before,
    words: ['要等上级批复', '要等资金到位', '要等工程一起做'],
    send: '申请先放一放',
    told: '报给指挥中心了，等答复',
  },
  {
    step: 'resume',
    icon: 'play-circle',
    name: '接着办',
    detail: '条件有了，不用等到那一天',
    parts: ['text'],
    ...before,
    words: ['批复下来了', '配件到了', '可以施工了'],
    send: '接着办',
    told: '重新开始办了',
  },
  {
    step: 'finishPart',
    icon: 'check',
    name: '我们这部分办完了',
    detail: '告诉牵头的部门',
    parts: ['photos', 'text'],
    label: '办了什么',
    placeholder: '比如：电线已经断电、拆除',
    words: ['我们负责的部分已经办完'],
    most: 500,
    send: '办完了',
    told: '告诉牵头的部门了',
  },
  {
    step: 'answerSupervision',
    icon: 'chat-checked',
    name: '答复督办',
    detail: '说明办到哪里、还差什么',
    parts: ['text'],
    label: '说明',
    placeholder: '办到哪里了，什么时候能好',
    words: ['已经安排人去，今天办好', '缺配件，已经在催'],
    most: 500,
    internal: true,
    send: '答复指挥中心',
    told: '答复交上去了',
  },
  {
    step: 'answerWish',
    icon: 'help-circle',
    name: '答复申请',
    detail: '同意，或者不同意',
    parts: ['grant', 'text'],
    label: '说一句（可不写）',
    placeholder: '办的人看得到',
    words: [],
    most: 300,
    optional: true,
    send: '答复',
    told: '答复了',
  },
  {
    step: 'supervise',
    icon: 'notification',
    name: '督办',
    detail: '要办的人在期限前说明',
    parts: ['until', 'text'],
    label: '要说明什么',
    placeholder: '点一句上面的，或者自己写',
    words: ['为什么还没有办', '居民催了，请说明进度', '什么时候能办好'],
    most: 300,
    send: '发出督办',
    told: '督办发出去了',
  },
  {
    step: 'merge',
    icon: 'git-merge',
    name: '并到另一件',
    detail: '同一处、同一件事，有人先说过了',
    parts: ['into', 'text'],
    ...before,
    words: ['同一个地方的同一件事', '和那一件一起修'],
    send: '并过去',
    told: '并到那一件了',
  },
  {
    step: 'split',
    icon: 'git-branch',
    name: '拆出另一件事',
    detail: '一次说了两件事，第二件单独办',
    parts: ['item', 'text'],
    label: '第二件事是什么',
    placeholder: '用居民的话写',
    words: [],
    most: 1000,
    send: '拆成两件',
    told: '拆出来了，这是新的一件',
  },
  {
    step: 'release',
    icon: 'browse',
    name: '邻居可不可以看',
    detail: '有别人的隐私、有骂人的话，就不给邻居看；事情照样办',
    parts: ['grant'],
    label: '',
    placeholder: '',
    words: [],
    most: 0,
    send: '就这样定',
    told: '记下了',
  },
]

export const returnReasons = [
  { id: 'place', words: '地点不在这里' },
  { id: 'department', words: '不归这里管' },
  { id: 'notPublic', words: '不是公共的事' },
  { id: 'other', words: '别的原因' },
] as const

/** A working day has seven hours. */
export const extensions = [
  { hours: 3.5, words: '半个工作日', asks: false },
  { hours: 7, words: '1 个工作日', asks: false },
  { hours: 14, words: '2 个工作日', asks: true },
  { hours: 21, words: '3 个工作日', asks: true },
  { hours: 35, words: '5 个工作日', asks: true },
  { hours: 70, words: '10 个工作日', asks: true },
]

export const channelWords: Record<NonNullable<CaseView['origin']>['channel'], string> = {
  12345: '12345 热线',
  letter: '来信',
  window: '服务窗口',
  phone: '来电',
  direct: '直联走访',
  visit: '上门服务中求助',
}
