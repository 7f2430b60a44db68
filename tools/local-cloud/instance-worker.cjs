// One warm instance of a function, in a thread with an environment and a clock of its own. Plain JavaScript: it is loaded as it is.
'use strict'
const { parentPort, workerData } = require('node:worker_threads')
const { format } = require('node:util')
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname } = require('node:path')
const vm = require('node:vm')

shiftDate(new Float64Array(workerData.clock))
for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  console[level] = (...values) => parentPort.postMessage({ type: 'log', text: format(...values) })
}
// What goes wrong outside a call is a line in the log, as in the real cloud, not the end of the instance.
process.on('unhandledRejection', (error) => console.error('unhandled rejection:', error))
process.on('uncaughtException', (error) => console.error('uncaught exception:', error))

let main
try {
  main = load(workerData.bundle).main
  if (typeof main !== 'function') throw new Error('main is not defined in module index')
} catch (error) {
  main = () => Promise.reject(error)
}
parentPort.postMessage({ type: 'ready' })

parentPort.on('message', async ({ event, context, identity }) => {
  for (const name of (process.env.WX_CONTEXT_KEYS || '').split(',')) delete process.env[name]
  delete process.env.TCB_SOURCE
  Object.assign(process.env, identity)
  try {
    const result = await main(JSON.parse(event), context)
    parentPort.postMessage({ type: 'result', text: JSON.stringify(result === undefined ? null : result) })
  } catch (error) {
    const isError = error instanceof Error || (error && typeof error.message === 'string')
    const message = isError ? `${error.name || 'Error'}: ${error.message}` : typeof error === 'string' ? error : format('%j', error)
    console.error(isError && error.stack ? error.stack : message)
    parentPort.postMessage({ type: 'failure', message })
  }
})

// Compiled code is handed back, so that the next instance of this function starts without compiling.
function load(file) {
  const source = readFileSync(file, 'utf8')
  const wrapper = `(function (exports, require, module, __filename, __dirname) {${source}\n})`
  const script = new vm.Script(wrapper, { filename: file, cachedData: workerData.compiled })
  const module = { exports: {} }
  const cached = workerData.compiled && !script.cachedDataRejected
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file))
  if (!cached) parentPort.postMessage({ type: 'compiled', data: script.createCachedData() })
  return module.exports
}

function shiftDate(offset) {
  const Real = Date
  function Shifted(...values) {
    if (!new.target) return new Real(Shifted.now()).toString()
    return Reflect.construct(Real, values.length === 0 ? [Shifted.now()] : values, new.target)
  }
  Object.setPrototypeOf(Shifted, Real)
  Shifted.prototype = Real.prototype
  Shifted.prototype.constructor = Shifted
  Shifted.now = () => Real.now() + Math.round(offset[0])
  Object.defineProperty(Shifted, 'name', { value: 'Date' })
  Object.defineProperty(Shifted, 'length', { value: 7 })
  globalThis.Date = Shifted
}
