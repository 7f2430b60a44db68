import type { ElementSetup } from './define'

// mode → how the picture lies in its box: [object-fit, object-position].
const modes: Record<string, [string, string]> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  center: ['none', 'center'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'left top'],
  'top right': ['none', 'right top'],
  'bottom left': ['none', 'left bottom'],
  'bottom right': ['none', 'right bottom'],
}

export const image: ElementSetup<'image'> = ({ dom, props, emit, context, node }) => {
  const picture = document.createElement('img')
  picture.draggable = false
  dom.append(picture)
  picture.addEventListener('load', () => emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }))
  picture.addEventListener('error', () => emit('error', { errMsg: `image not loaded: ${props.src}` }))
  return {
    update(changed) {
      const mode = props.mode as string | undefined
      if (changed.has('mode')) {
        const [fit, position] = modes[mode ?? 'scaleToFill'] ?? ['fill', 'center']
        picture.style.objectFit = fit
        picture.style.objectPosition = position
        dom.dataset.mode = mode ?? 'scaleToFill'
      }
      if (changed.has('lazyLoad')) picture.loading = props.lazyLoad ? 'lazy' : 'eager'
      if (changed.has('ariaLabel') || changed.has('ariaHidden')) {
        picture.alt = (node.data as Record<string, unknown>).ariaLabel as string
        dom.removeAttribute('aria-label')
      }
      if (changed.has('src')) {
        const src = props.src
        if (!src) picture.removeAttribute('src')
        else {
          void context.resolveUrl(src, dom).then((url) => {
            if (props.src === src) picture.src = url
          })
        }
      }
    },
  }
}
