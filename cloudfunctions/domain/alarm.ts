import type { Item } from './town'

/** The item of the catalogue that an alarm during a visit is reported as: somebody may be hurt. */
const alarmItem = 'person-hurt'

/** A catalogue without it has another emergency in which a doctor is called first. */
export function itemOfAlarm(items: Item[]): Item | undefined {
  const emergencies = items.filter(({ urgency }) => urgency === 'emergency')
  return emergencies.find(({ id }) => id === alarmItem) ?? emergencies.find(({ emergency }) => emergency === '120') ?? emergencies[0]
}
