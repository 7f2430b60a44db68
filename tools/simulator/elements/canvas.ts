import type { ElementSetup } from './define'

// Canvas 2D only: the node that a page gets is the browser's own canvas, with the two makers WeChat adds to it.
export const canvas: ElementSetup<'canvas'> = ({ dom, props }) => {
  const surface = document.createElement('canvas')
  dom.append(surface)
  const node = Object.assign(surface, {
    createImage: () => new Image(),
    createPath2D: (path?: Path2D) => new Path2D(path),
    requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
  })
  return {
    queryNode: () => node,
    update() {
      if (props.type !== '2d') console.error(`<canvas type="${props.type}"> is not supported: use type="2d"`)
    },
    attached() {
      surface.width = dom.clientWidth || 300
      surface.height = dom.clientHeight || 150
    },
  }
}
