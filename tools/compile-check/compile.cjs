/**
 * Compiles the mini-program with WeChat's own compiler, offline. The compiler asks WeChat for the limits of the account; here they are
 * given, as WeChat documents them. It catches missing pages and components and TypeScript that its compiler does not take; it does not
 * look into WXML and WXSS (the simulator's build does).
 */
const { mkdtempSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { generateKeyPairSync } = require('node:crypto')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const ci = require('miniprogram-ci')

const KiB = 1024
const limits = {
  appType: 0,
  gameApp: false,
  isSandbox: false,
  released: false,
  setting: {
    MaxCodeSize: 2 * KiB,
    MaxSubpackageSubCodeSize: 2 * KiB,
    MaxSubpackageFullCodeSize: 30 * KiB,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
  },
}

class OfflineProject extends ci.Project {
  async attr() {
    return limits
  }
  attrSync() {
    return limits
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'compile-'))
  const keyPath = join(folder, 'key.pem')
  // Any key will do: nothing is sent.
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  writeFileSync(keyPath, privateKey)
  const project = new OfflineProject({
    appid: 'wx0000000000000000',
    type: 'miniProgram',
    projectPath: join(__dirname, '..', '..'),
    privateKeyPath: keyPath,
    ignores: ['node_modules/**/*', 'tools/**/*', 'dist/**/*', 'test/**/*', 'cloudfunctions/**/*'],
  })
  const zip = join(folder, 'app.zip')
  const files = await ci.getCompiledResult({ project, version: '0', setting: { useProjectConfig: true }, onProgressUpdate: () => {} }, zip)
  const scripts = Object.keys(files ?? {}).filter((name) => name.endsWith('.js')).length
  console.log(`compiled: ${Object.keys(files ?? {}).length} files, ${scripts} scripts, ${Math.round(statSync(zip).size / KiB)} KB zipped`)
  rmSync(folder, { recursive: true, force: true })
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
