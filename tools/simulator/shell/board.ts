// The page `/`: the phones of the town side by side.
import { createCard, phone } from './card'
import { element } from './element'
import { findPerson, shown, type Town } from './town'

const steps = [
  ['居民上报', '第一部手机：拍一张照片，说一句话'],
  ['网格员处理', '第二部手机：通知一到，接单、到场、拍照办结'],
  ['居民确认', '回到第一部手机：满意就确认，不满意就退回'],
] as const

const gap = 28
const padding = 32
/** The smallest scale at which a phone can be read. */
const least = 0.6

export function showBoard(town: Town): void {
  document.documentElement.classList.add('board')
  const cards = shown.flatMap(({ key }) => findPerson(town, key) ?? []).map((person) => createCard(town, person))
  const row = element(
    'div',
    { className: 'row-of-phones', tabIndex: 0, aria: { role: 'region', label: '手机' } },
    ...cards.map((card) => card.element),
  )
  const intro = element(
    'header',
    { className: 'intro' },
    element(
      'div',
      { className: 'brand' },
      element('span', { className: 'app-badge', aria: { hidden: 'true' } }, '邻'),
      element(
        'div',
        {},
        element('h1', {}, '善邻', element('span', { lang: 'en' }, 'Shanlin')),
        element(
          'p',
          {},
          `${town.name} · 每部手机是一个人，真的小程序，本机的云`,
          element('span', { lang: 'en' }, 'Each phone is one person running the real mini-program on a local cloud'),
        ),
      ),
    ),
    element(
      'ol',
      { className: 'steps', aria: { label: '可以试试' } },
      ...steps.map(([title, text], index) =>
        element('li', {}, element('b', {}, String(index + 1)), element('span', {}, element('strong', {}, title), text)),
      ),
    ),
  )
  document.body.replaceChildren(intro, element('main', { className: 'phones' }, row))

  // All phones in sight when that leaves them readable; else as tall as the window allows, and the row scrolls.
  function fit(): void {
    const across = (innerWidth - 2 * padding - gap * (cards.length - 1)) / (cards.length * (phone.width + 2 * phone.bezel))
    const rest = intro.offsetHeight + 190
    const tall = (innerHeight - rest) / (phone.height + 2 * phone.bezel)
    const scale = Math.min(1, across >= least ? Math.min(across, Math.max(tall, least)) : Math.max(tall, least))
    for (const card of cards) card.resize(scale)
  }
  addEventListener('resize', fit)
  fit()
}

export function showOne(town: Town, wanted: string): void {
  document.documentElement.classList.add('board', 'single')
  const person = findPerson(town, wanted)
  if (!person) return
  const card = createCard(town, person)
  document.body.replaceChildren(
    element('main', { className: 'only' }, element('a', { className: 'home', href: '/' }, '← 全部手机'), card.element),
  )
  const fit = () => card.resize(Math.min(1, Math.max(0.6, (innerHeight - 230) / (phone.height + 2 * phone.bezel))))
  addEventListener('resize', fit)
  fit()
}
