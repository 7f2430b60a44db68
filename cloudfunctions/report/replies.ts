import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

export const replies: Handlers<'report'>['replies'] = async (_input, { now }) => done({ replies: (await townData(now)).replies })
