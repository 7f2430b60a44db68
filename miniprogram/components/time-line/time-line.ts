import type { CaseView } from '../../../typings/contract'
import { whenWords } from '../../words/time'

type Entry = CaseView['timeline'][number]

/** What has happened, newest first. What was done without a network says both times. */
Component({
  properties: { entries: { type: Array, value: [] as Entry[] } },
  data: { shown: [] as (Entry & { key: number; when: string; happened: string })[] },
  observers: {
    entries(entries: Entry[]) {
      const shown = entries.map((entry, key) => ({
        ...entry,
        key,
        when: whenWords(entry.at),
        happened: entry.happenedAt === undefined || whenWords(entry.happenedAt) === whenWords(entry.at) ? '' : whenWords(entry.happenedAt),
      }))
      this.setData({ shown: shown.reverse() })
    },
  },
})
