import { showBoard, showOne } from './board'
import { runDevice, showFailure } from './device'
import { findPerson, loadTown } from './town'

/** Windows no wider than this are phones themselves. */
const phoneWidth = 480

async function start(): Promise<void> {
  const town = await loadTown()
  const wanted = /^\/phone\/([^/]+)/.exec(location.pathname)?.[1]
  if (wanted === undefined) return showBoard(town)
  const name = decodeURIComponent(wanted)
  const person = findPerson(town, name)
  if (!person)
    return showFailure(
      document.body,
      '没有这个人',
      `“${name}”不是演示小镇里的人，也不是身份。可以用：resident、elder、member、worker、organisation、dispatcher、officer、desk，或某人的 openid。`,
    )
  if (innerWidth > phoneWidth) return showOne(town, name)
  await runDevice(town, person)
  dispatchEvent(new Event('shanlin-device'))
}

start().catch((error: unknown) => {
  console.error(error)
  showFailure(document.body, '打不开', error instanceof Error ? (error.stack ?? error.message) : String(error))
})
