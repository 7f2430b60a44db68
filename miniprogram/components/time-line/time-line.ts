import type { CaseView } from '../../../typings/contract'
import { whenWords } from '../../words/time'

type Entry = CaseView['timeline'][number]

/** What has happened, newest first. */
Component({
  properties: { entries: { type: Array, value: [] as Entry[] } },
  data: { shown: [] as (Entry & { key: number; when: string })[] },
  observers: {
    entries(entries: Entry[]) {
      const shown = entries.map((entry, key) => ({ ...entry, key, when: whenWords(entry.at) }))
      this.setData({ shown: shown.reverse() })
    },
  },
})
