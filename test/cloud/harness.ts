import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionName, Answer, FailureCode, Input, Output } from '../../cloudfunctions/contract'
import { eachAction } from '../../cloudfunctions/contract'
import { collections } from '../../cloudfunctions/platform/collections'
import { personId } from '../../cloudfunctions/domain/identifiers'
import { uploadFolder } from '../../cloudfunctions/domain/uploads'
import { createLocalCloud } from '../../tools/local-cloud'
import type { Fault, LocalCloud } from '../../tools/local-cloud'
import { sealKey, smallTown } from './smallTown'

const root = join(import.meta.dirname, '..', '..')
const functionsDir = join(root, 'dist', 'cloudfunctions')

export interface CallOptions {
  requestId?: string
  fault?: Fault
}

/** A local cloud with the built functions and a small made-up town, in memory. */
export interface TestTown {
  cloud: LocalCloud
  url: string
  /** Calls an action and answers its data; a failure fails the test. */
  act<A extends ActionName>(openid: string, action: A, input: Input<A>, options?: CallOptions): Promise<Output<A>>
  /** Calls an action that must be refused and answers the code. */
  refused<A extends ActionName>(openid: string | undefined, action: A, input: unknown, options?: CallOptions): Promise<FailureCode>
  /** Calls an action and answers whatever came, also a platform error, with the operations used. */
  call(openid: string | undefined, action: string, input: unknown, options?: CallOptions): Promise<Called>
  /** Uploads bytes as the app does and answers the file id. */
  upload(openid: string, bytes: Uint8Array, name?: string): Promise<string>
  /** Fails when a query was unbounded, unserved by an index, or a call used more operations than the contract allows. */
  close(): Promise<void>
}

export interface Called {
  answer?: Answer<unknown>
  errCode?: number
  errMsg?: string
  operations: number
}

let requests = 0
export function newRequestId(): string {
  return `test-${process.pid}-${String(++requests).padStart(6, '0')}`
}

export async function startTown(documents: Record<string, object[]> = {}, options: { instances?: number } = {}): Promise<TestTown> {
  assert.ok(existsSync(functionsDir), 'run `npm run build` first')
  const cloud = await createLocalCloud({
    functionsDir,
    security: JSON.parse(readFileSync(join(root, 'cloudfunctions', 'security.json'), 'utf8')) as Record<string, { invoke: boolean }>,
    collections,
    data: ':memory:',
    env: { SEAL_KEY: sealKey, OPEN311_KEYS: 'neighbour-city:key-for-tests-alone' },
    allowed: Object.fromEntries(eachAction().map(({ name, action }) => [name, action.operations])),
    ...options,
  })
  for (const [collection, list] of Object.entries({ ...smallTown(cloud.now()), ...documents })) cloud.load(collection, list)
  const url = await cloud.listen(0)

  async function call(
    openid: string | undefined,
    action: string,
    input: unknown,
    { requestId = newRequestId(), fault }: CallOptions = {},
  ): Promise<Called> {
    const [name = '', key] = action.split('.')
    const { result, ...rest } = await cloud.invoke(name, { action: key, requestId, input }, { openid, fault })
    return { answer: result as Answer<unknown> | undefined, ...rest }
  }

  return {
    cloud,
    url,
    call,
    async act<A extends ActionName>(openid: string, action: A, input: Input<A>, options?: CallOptions) {
      const { answer, errMsg } = await call(openid, action, input, options)
      assert.ok(answer, `${action}: ${errMsg}`)
      assert.ok(answer.ok, `${action}: ${JSON.stringify(answer)}`)
      return answer.data as Output<A>
    },
    async refused(openid, action, input, options) {
      const { answer, errMsg } = await call(openid, action, input, options)
      assert.ok(answer, `${action}: ${errMsg}`)
      assert.ok(!answer.ok, `${action} was not refused: ${JSON.stringify(answer)}`)
      return answer.error.code
    },
    async upload(openid, bytes, name = 'picture.png') {
      const path = `${uploadFolder(personId(openid))}/${newRequestId()}-${name}`
      const response = await fetch(`${url}/upload?path=${encodeURIComponent(path)}`, {
        method: 'POST',
        headers: { 'x-wx-openid': openid },
        body: Buffer.from(bytes) as unknown as BodyInit,
      })
      const { fileID } = (await response.json()) as { fileID: string }
      return fileID
    },
    async close() {
      const violations = cloud.violations()
      await cloud.close()
      assert.deepEqual(violations, [])
    },
  }
}

/** A real picture of one pixel. */
export const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
