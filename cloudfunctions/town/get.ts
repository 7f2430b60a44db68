import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

export const get: Handlers<'town'>['get'] = async (_input, { now }) => {
  const town = await townData(now)
  return done({
    name: town.name,
    centre: town.centre,
    desk: town.desk,
    villages: town.villages,
    classes: town.classes.map(({ id, name, icon }) => ({
      id,
      name,
      icon,
      items: town.items
        .filter((item) => item.class === id)
        .map(({ id, name, words, hint, emergency, urgency, public: open, questions }) => ({
          id,
          name,
          words,
          hint,
          emergency,
          urgency,
          public: open,
          questions: questions.length > 0 ? questions : undefined,
        })),
    })),
    switches: town.switches,
    templates: Object.fromEntries(Object.entries(town.templates).map(([name, template]) => [name, template.id])),
    referrals: town.referrals,
    programmes: town.programmes.map(({ id, name, levels }) => ({ id, name, levels })),
  })
}
