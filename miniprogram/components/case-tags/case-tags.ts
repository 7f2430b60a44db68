import type { CaseRow, CaseView } from '../../../typings/contract'

interface Tag {
  icon: string
  words: string
  tone: string
}

function tagsOf({ urgency, reopened, returned, urged, joined, asked, supervised, ...more }: CaseRow & Partial<CaseView>): Tag[] {
  const { extended = 0 } = more
  const tags: (Tag | false)[] = [
    urgency === 'emergency' && { icon: 'error-triangle', words: '紧急', tone: 'late' },
    supervised && { icon: 'notification', words: '督办中', tone: 'late' },
    urgency === 'urgent' && { icon: 'time', words: '要快办', tone: 'wait' },
    reopened > 0 && { icon: 'refresh', words: reopened > 1 ? `居民说没好，${reopened} 次` : '居民说没好', tone: 'wait' },
    returned > 0 && { icon: 'rollback', words: returned > 1 ? `退回过 ${returned} 次` : '退回过', tone: 'wait' },
    urged > 0 && { icon: 'notification', words: urged > 1 ? `居民催了 ${urged} 次` : '居民催了', tone: 'wait' },
    asked && { icon: 'chat-bubble-help', words: '问了居民，等回答', tone: '' },
    extended > 0 && { icon: 'hourglass', words: extended > 1 ? `延过 ${extended} 次` : '延过时间', tone: '' },
    joined > 0 && { icon: 'usergroup', words: `还有 ${joined} 位居民遇到`, tone: '' },
  ]
  return tags.filter((tag) => tag !== false)
}

/** What is special about a matter, for staff: each a word with a shape of its own. */
Component({
  properties: { item: { type: Object, value: null as CaseRow | null } },
  data: { tags: [] as Tag[] },
  observers: {
    item(item: CaseRow | null) {
      this.setData({ tags: item ? tagsOf(item) : [] })
    },
  },
})
