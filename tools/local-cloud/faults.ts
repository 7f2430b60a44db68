// Faults that a test orders for one call: what can go wrong between two machines, at a chosen moment.
export interface Fault {
  // The call itself, or its nth database operation, from 1.
  at: 'call' | number
  when: 'before' | 'after'
  // An error is answered; the connection ends without an answer; the instance is terminated.
  how: 'error' | 'lost' | 'kill'
}

export function parseFault(text: string): Fault {
  const value = JSON.parse(text) as Partial<Fault> | null
  const at = value?.at
  if (!value || (at !== 'call' && !(Number.isInteger(at) && Number(at) > 0)))
    throw new TypeError("a fault's at is 'call' or a number from 1")
  if (value.when !== 'before' && value.when !== 'after') throw new TypeError("a fault's when is 'before' or 'after'")
  if (value.how !== 'error' && value.how !== 'lost' && value.how !== 'kill')
    throw new TypeError("a fault's how is 'error', 'lost' or 'kill'")
  return { at: at as Fault['at'], when: value.when, how: value.how }
}
