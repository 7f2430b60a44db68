import cloud from 'wx-server-sdk'

// The SDK's types lack the symbol that it documents for `env`, and `throwOnNotFound`.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })

/** The interfaces of WeChat that we call; the SDK types them as any. */
interface OpenApi {
  subscribeMessage: {
    send(message: { touser: string; templateId: string; page: string; data: Record<string, { value: string }> }): Promise<void>
  }
  security: {
    msgSecCheck(check: { openid: string; scene: number; version: 2; content: string }): Promise<{ result?: { suggest?: string } }>
    mediaCheckAsync(check: {
      openid: string
      scene: number
      version: 2
      mediaType: number
      mediaUrl: string
    }): Promise<{ traceId?: string }>
  }
}
export const openapi = cloud.openapi as OpenApi

export { cloud }
export const database = cloud.database({ throwOnNotFound: false } as object)
