import type { Handlers } from '../platform/entry'
import { bookingPage } from './bookingPage'

export const mine: Handlers<'booking'>['mine'] = ({ cursor }, { person }) => bookingPage({ 'booker.person': person._id }, 'desc', cursor)
