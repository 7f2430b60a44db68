// What works here but would cost or fail in the real cloud; tests ask for this list.
export interface Violation {
  kind: 'no-limit' | 'no-index' | 'no-collection' | 'allowance'
  message: string
  call?: string
}
