// Simulated time: real time plus an offset, shared with every instance through shared memory.
export interface Clock {
  now: () => number
  shift: (milliseconds: number) => void
  shared: SharedArrayBuffer
}

export function createClock(offset: number): Clock {
  const shared = new SharedArrayBuffer(8)
  const cell = new Float64Array(shared)
  cell[0] = offset
  return {
    now: () => Date.now() + (cell[0] ?? 0),
    shift: (milliseconds) => void (cell[0] = (cell[0] ?? 0) + milliseconds),
    shared,
  }
}
