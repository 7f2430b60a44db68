/** What we use of d3-delaunay, which comes without types. */
declare module 'd3-delaunay' {
  export class Delaunay {
    static from(points: [number, number][]): Delaunay
    /** Three indices of points for each triangle. */
    readonly triangles: Uint32Array
    /** For each half-edge the opposite one, -1 on the hull. */
    readonly halfedges: Int32Array
  }
}
