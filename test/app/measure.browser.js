/* global document, window, getComputedStyle, NodeFilter, axe */
// Runs in the page, as plain JavaScript: what tsx makes of TypeScript needs helpers that the page does not have.
window.measurePage = async ({ target, text }) => {
  // glass-easel puts a class list of its own on its elements, which axe wants to iterate.
  for (const { classList } of document.querySelectorAll('*')) {
    if (!(Symbol.iterator in classList)) Object.defineProperty(classList, Symbol.iterator, { value: () => [][Symbol.iterator]() })
  }
  const content = '.sl-page:not([hidden]) .sl-scroll'
  const found = await axe.run({ include: [[content]] })
  const violations = found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`),
  )

  const shown = document.querySelector(content)
  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0
  const name = (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 30)

  const smallTargets = []
  for (const element of shown.querySelectorAll(
    '[role=button],[role=radio],[role=checkbox],[role=tab],[role=switch],button,input,textarea',
  )) {
    if (!visible(element) || element.closest('[aria-hidden=true], wx-map')) continue
    // The box that takes the tap: an input fills its field.
    const box = (element.closest('.field, wx-label') ?? element).getBoundingClientRect()
    if (Math.min(box.width, box.height) + 0.5 < target)
      smallTargets.push(`${name(element)} ${Math.round(box.width)}×${Math.round(box.height)}`)
  }

  const smallTexts = []
  const closeLines = []
  const cutOff = []
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent.trim()
    const parent = node.parentElement
    if (words === '' || !parent || !visible(parent) || parent.closest('wx-map, [aria-hidden=true], style')) continue
    const style = getComputedStyle(parent)
    const size = parseFloat(style.fontSize)
    if (size === 0) continue
    if (size + 0.05 < text) smallTexts.push(`${words.slice(0, 20)} ${size.toFixed(1)}px`)
    const line = parseFloat(style.lineHeight)
    if (line < size * 1.3 - 0.05) closeLines.push(`${words.slice(0, 20)} ${(line / size).toFixed(2)}`)
    range.selectNodeContents(node)
    if (
      range.getBoundingClientRect().right > window.innerWidth + 1 &&
      !parent.closest('wx-scroll-view') &&
      style.textOverflow !== 'ellipsis'
    )
      cutOff.push(words.slice(0, 30))
  }
  return { violations, smallTargets, smallTexts, closeLines, cutOff }
}
