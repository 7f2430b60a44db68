// Errors as CloudBase's admin protocol words them: a code and a message.
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

// Errors as a caller of a function sees them.
export interface CallError {
  errCode: number
  errMsg: string
}

export function callError(errCode: number, meaning: string, message: string): CallError {
  return { errCode, errMsg: `cloud.callFunction:fail Error: errCode: ${errCode} ${meaning} | errMsg: ${message}` }
}
