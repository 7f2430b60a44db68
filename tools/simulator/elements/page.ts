// Elements that speak about the page they are on rather than show something.
import type { ElementSetup } from './define'

export const pageMeta: ElementSetup<'page-meta'> = ({ dom, props, context, onDetach }) => {
  onDetach(() => context.setPageMeta(dom, null))
  return {
    update() {
      context.setPageMeta(dom, {
        rootFontSize: props.rootFontSize,
        pageStyle: [props.pageStyle, props.pageFontSize && `font-size:${props.pageFontSize}`].filter(Boolean).join(';'),
        backgroundColor: props.rootBackgroundColor || props.backgroundColor,
      })
    },
  }
}

export const navigationBar: ElementSetup<'navigation-bar'> = ({ dom, props, context }) => ({
  update(changed) {
    context.setNavigationBar(dom, {
      ...(changed.has('title') && props.title !== '' ? { title: props.title } : {}),
      ...(props.frontColor === '' ? {} : { frontColor: props.frontColor }),
      ...(props.backgroundColor === '' ? {} : { backgroundColor: props.backgroundColor }),
      loading: props.loading,
    })
  },
})

export const matchMedia: ElementSetup<'match-media'> = ({ dom, props, context, onDetach }) => {
  const check = (): void => {
    const { clientWidth, clientHeight } = context.pageView(dom)
    const bounds: [unknown, (limit: number) => boolean][] = [
      [props.minWidth, (limit) => clientWidth >= limit],
      [props.maxWidth, (limit) => clientWidth <= limit],
      [props.width, (limit) => clientWidth === limit],
      [props.minHeight, (limit) => clientHeight >= limit],
      [props.maxHeight, (limit) => clientHeight <= limit],
      [props.height, (limit) => clientHeight === limit],
    ]
    const orientation = clientWidth > clientHeight ? 'landscape' : 'portrait'
    const fits = bounds.every(([limit, holds]) => limit === null || holds(Number(limit)))
    dom.style.display = fits && (props.orientation === '' || props.orientation === orientation) ? '' : 'none'
  }
  addEventListener('resize', check)
  onDetach(() => removeEventListener('resize', check))
  return { update: check }
}

// What glass-easel changes the content with.
const treeMethods = ['appendChild', 'insertBefore', 'removeChild', 'replaceChild'] as const

/** Its content is shown at the page's top, out of reach of any transformed ancestor; the element itself stays where it is. */
export const rootPortal: ElementSetup<'root-portal'> = ({ dom, node, props, context, onDetach }) => {
  const layer = document.createElement('div')
  layer.className = 'sl-portal'
  ;(layer as unknown as { __wxElement: unknown }).__wxElement = node
  const leave = (): void => {
    layer.remove()
    for (const name of treeMethods) Reflect.deleteProperty(dom, name)
  }
  onDetach(leave)
  return {
    update() {
      if (props.enable === layer.isConnected) return
      if (!props.enable) {
        leave()
        dom.append(...layer.childNodes)
        return
      }
      layer.append(...dom.childNodes)
      context.pageView(dom).append(layer)
      for (const name of treeMethods) Object.defineProperty(dom, name, { configurable: true, value: layer[name].bind(layer) })
    },
  }
}
