import cloud from 'wx-server-sdk'

// The SDK's types lack the symbol that it documents for `env`, and `throwOnNotFound`.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })

export { cloud }
export const database = cloud.database({ throwOnNotFound: false } as object)
