// What the simulator's camera sees: drawn scenes of a town, so that no photograph of a real place or person is needed.
import { encodeCanvas } from '../../wx/media'

type Brush = OffscreenCanvasRenderingContext2D
type Point = [number, number]

export interface Scene {
  name: string
  draw(brush: Brush): void
}

export const frame = { width: 1080, height: 1440 }

/** The same picture every time: a small generator in place of Math.random. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

function shape(brush: Brush, fill: string, ...points: Point[]): void {
  brush.fillStyle = fill
  brush.beginPath()
  points.forEach(([x, y], index) => (index ? brush.lineTo(x, y) : brush.moveTo(x, y)))
  brush.fill()
}

function ellipse(brush: Brush, fill: string, x: number, y: number, width: number, height: number, turn = 0): void {
  brush.fillStyle = fill
  brush.beginPath()
  brush.ellipse(x, y, width, height, turn, 0, 2 * Math.PI)
  brush.fill()
}

function line(brush: Brush, stroke: string, width: number, ...points: Point[]): void {
  brush.strokeStyle = stroke
  brush.lineWidth = width
  brush.lineCap = 'round'
  brush.lineJoin = 'round'
  brush.beginPath()
  points.forEach(([x, y], index) => (index ? brush.lineTo(x, y) : brush.moveTo(x, y)))
  brush.stroke()
}

function shade(brush: Brush, top: string, bottom: string, y: number, height: number): void {
  const gradient = brush.createLinearGradient(0, y, 0, y + height)
  gradient.addColorStop(0, top)
  gradient.addColorStop(1, bottom)
  brush.fillStyle = gradient
  brush.fillRect(0, y, frame.width, height)
}

/** A lane between houses, running away from us. */
function lane(brush: Brush, night = false): void {
  const roll = dice(7)
  shade(brush, night ? '#1b2740' : '#a9cfe6', night ? '#3b4a63' : '#e9f1ee', 0, 690)
  const walls = night ? ['#3a3f4d', '#454957', '#333846', '#4b4d59'] : ['#d9c7a8', '#c9d2cf', '#e3d7c3', '#cdb9a0']
  const house = (x: number, far: number, wide: number, index: number) => {
    const top = 110 + 190 * far + roll() * 60
    shape(brush, walls[index % walls.length] ?? '#ccc', [x, top], [x + wide, top + 30 * (1 - far)], [x + wide, 690], [x, 690])
    shape(brush, night ? '#262b38' : '#7d6a58', [x - 12, top - 26], [x + wide + 12, top + 6], [x + wide + 12, top + 34], [x - 12, top + 8])
    for (let floor = 0; floor < 3; floor++) {
      for (let column = 0; column < 2; column++) {
        const lit = night && roll() > 0.55
        brush.fillStyle = lit ? '#f2cf7a' : night ? '#20242f' : '#7f98a6'
        brush.fillRect(x + 24 + column * (wide / 2), top + 70 + floor * 120, wide / 2 - 46, 70)
      }
    }
  }
  house(-30, 0, 210, 0)
  house(175, 0.45, 150, 1)
  house(320, 0.8, 110, 2)
  house(640, 0.8, 110, 3)
  house(750, 0.45, 150, 0)
  house(895, 0, 220, 1)
  if (!night)
    for (const [x, y, size] of [
      [470, 590, 70],
      [600, 600, 62],
      [545, 570, 80],
    ] as const)
      ellipse(brush, '#6f9a6a', x, y, size, size * 0.9)
  shade(brush, night ? '#2c3038' : '#a8a59d', night ? '#3a3e47' : '#8e8c86', 680, 760)
  shape(brush, night ? '#41454e' : '#c8c2b4', [0, 680], [300, 680], [0, 1180])
  shape(brush, night ? '#41454e' : '#c8c2b4', [1080, 680], [780, 680], [1080, 1180])
  line(brush, night ? '#5a5f69' : '#dedad0', 8, [300, 680], [0, 1180])
  line(brush, night ? '#5a5f69' : '#dedad0', 8, [780, 680], [1080, 1180])
  for (let grain = 0; grain < 900; grain++) {
    brush.fillStyle = roll() > 0.5 ? 'rgba(255,255,255,.07)' : 'rgba(0,0,0,.07)'
    brush.fillRect(roll() * 1080, 690 + roll() * 750, 2 + roll() * 5, 2 + roll() * 3)
  }
}

function blob(brush: Brush, fill: string, x: number, y: number, width: number, height: number, seed: number): void {
  const roll = dice(seed)
  brush.fillStyle = fill
  brush.beginPath()
  for (let step = 0; step <= 24; step++) {
    const angle = (step / 24) * 2 * Math.PI
    const reach = 0.82 + roll() * 0.3
    brush.lineTo(x + Math.cos(angle) * width * reach, y + Math.sin(angle) * height * reach)
  }
  brush.fill()
}

function sack(brush: Brush, fill: string, x: number, y: number, size: number): void {
  ellipse(brush, 'rgba(0,0,0,.18)', x + size * 0.1, y + size * 0.62, size * 0.95, size * 0.22)
  blob(brush, fill, x, y, size * 0.85, size * 0.7, Math.round(x))
  shape(
    brush,
    fill,
    [x - size * 0.14, y - size * 0.6],
    [x + size * 0.14, y - size * 0.6],
    [x + size * 0.26, y - size * 0.92],
    [x - size * 0.2, y - size * 0.88],
  )
  line(brush, 'rgba(255,255,255,.25)', size * 0.05, [x - size * 0.4, y - size * 0.3], [x - size * 0.5, y + size * 0.2])
}

export const scenes: Scene[] = [
  {
    name: '路面坑洼',
    draw(brush) {
      lane(brush)
      blob(brush, '#6d6a64', 540, 1080, 330, 150, 3)
      blob(brush, '#4c4a46', 548, 1094, 276, 116, 5)
      blob(brush, '#393733', 540, 1108, 196, 74, 9)
      for (const [x, y, size] of [
        [250, 1010, 26],
        [820, 1180, 34],
        [330, 1230, 22],
        [770, 980, 20],
        [880, 1090, 16],
      ] as const)
        blob(brush, '#77746d', x, y, size, size * 0.7, x)
      line(brush, '#55524c', 6, [250, 1090], [150, 1050], [90, 1090])
      line(brush, '#55524c', 6, [820, 1060], [930, 1010], [1010, 1030])
      line(brush, '#55524c', 5, [520, 960], [560, 880], [530, 800])
    },
  },
  {
    name: '垃圾堆放',
    draw(brush) {
      lane(brush)
      brush.fillStyle = '#3f7f5f'
      brush.fillRect(690, 770, 190, 250)
      shape(brush, '#35694f', [674, 750], [896, 750], [884, 786], [686, 786])
      ellipse(brush, '#2b2b2b', 730, 1030, 24, 24)
      ellipse(brush, '#2b2b2b', 842, 1030, 24, 24)
      sack(brush, '#33363b', 560, 1010, 130)
      sack(brush, '#e4e2da', 410, 1060, 120)
      sack(brush, '#4a4640', 640, 1130, 140)
      sack(brush, '#33363b', 290, 1140, 110)
      shape(brush, '#b98a56', [430, 1130], [560, 1110], [590, 1220], [450, 1250])
      shape(brush, '#d6a871', [430, 1130], [560, 1110], [530, 1080], [410, 1096])
      for (const [x, y, fill] of [
        [760, 1190, '#d96c4f'],
        [220, 1230, '#5f9fc4'],
        [800, 1260, '#e8e4d8'],
        [360, 1290, '#c9b458'],
      ] as const)
        blob(brush, fill, x, y, 34, 20, x)
    },
  },
  {
    name: '路灯不亮',
    draw(brush) {
      lane(brush, true)
      line(brush, '#11151d', 22, [700, 1140], [700, 330], [690, 300], [610, 282])
      ellipse(brush, '#0d1017', 590, 288, 62, 20, -0.12)
      ellipse(brush, '#333a47', 588, 300, 44, 9, -0.12)
      shape(brush, '#161a23', [670, 1140], [730, 1140], [742, 1180], [658, 1180])
      shade(brush, 'rgba(8,11,20,0)', 'rgba(8,11,20,.55)', 680, 760)
    },
  },
  {
    name: '路面积水',
    draw(brush) {
      lane(brush)
      blob(brush, '#7f8c8f', 520, 1090, 430, 190, 21)
      blob(brush, '#94a9b2', 520, 1090, 404, 172, 21)
      for (const [x, y, width] of [
        [400, 1040, 150],
        [640, 1120, 190],
        [480, 1180, 130],
      ] as const)
        ellipse(brush, 'rgba(233,243,247,.55)', x, y, width, 9)
      shape(brush, 'rgba(208,190,160,.4)', [250, 1010], [420, 1000], [400, 1140], [240, 1120])
      brush.fillStyle = '#5d5b57'
      brush.fillRect(700, 960, 130, 62)
      for (let bar = 0; bar < 6; bar++) line(brush, '#3b3a37', 7, [714 + bar * 20, 968], [714 + bar * 20, 1014])
      ellipse(brush, '#8a5a2f', 742, 1004, 46, 16, 0.2)
    },
  },
  {
    name: '树枝倒伏',
    draw(brush) {
      lane(brush)
      line(brush, '#5d4630', 46, [120, 900], [420, 1030], [760, 1090], [960, 1080])
      line(brush, '#5d4630', 24, [420, 1030], [560, 900], [640, 860])
      line(brush, '#5d4630', 20, [620, 1070], [720, 1210], [820, 1250])
      const roll = dice(31)
      for (let leaf = 0; leaf < 240; leaf++) {
        const along = roll()
        ellipse(
          brush,
          ['#4f7d45', '#6a9a57', '#3e6a3a', '#86ad63'][leaf % 4] ?? '#4f7d45',
          380 + along * 600 + (roll() - 0.5) * 160,
          1060 + (roll() - 0.5) * 420 * (0.4 + along * 0.6),
          26,
          12,
          roll() * 3,
        )
      }
    },
  },
  {
    name: '居家探访',
    draw(brush) {
      shade(brush, '#efe6d4', '#e3d6be', 0, 960)
      shade(brush, '#b98d62', '#a2774f', 940, 500)
      brush.fillStyle = '#bfdbe6'
      brush.fillRect(640, 180, 310, 370)
      line(brush, '#8d6b47', 18, [640, 180], [950, 180], [950, 550], [640, 550], [640, 180])
      line(brush, '#8d6b47', 12, [795, 180], [795, 550])
      shape(brush, '#d9806a', [560, 150], [650, 150], [630, 600], [570, 620])
      shape(brush, '#d9806a', [940, 150], [1030, 150], [1020, 620], [960, 600])
      brush.fillStyle = '#4e7f72'
      brush.fillRect(90, 720, 470, 260)
      brush.fillRect(70, 590, 510, 180)
      ellipse(brush, '#5c9284', 200, 760, 120, 60)
      ellipse(brush, '#5c9284', 440, 760, 120, 60)
      shape(brush, '#7a5636', [620, 900], [980, 900], [1010, 950], [590, 950])
      line(brush, '#6a4a2e', 26, [640, 950], [640, 1190])
      line(brush, '#6a4a2e', 26, [960, 950], [960, 1190])
      ellipse(brush, '#f3efe6', 740, 880, 44, 16)
      brush.fillStyle = '#f3efe6'
      brush.fillRect(704, 820, 72, 58)
      brush.fillStyle = '#c94f3d'
      brush.fillRect(850, 840, 70, 56)
      shape(brush, '#d8c39b', [180, 220], [400, 220], [400, 420], [180, 420])
      ellipse(brush, '#7fa27a', 290, 340, 80, 44)
    },
  },
]

export async function photograph(scene: Scene): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(frame.width, frame.height)
  const brush = canvas.getContext('2d')
  if (!brush) throw new Error('this browser has no canvas')
  scene.draw(brush)
  return encodeCanvas(canvas, 'image/jpeg', 0.86)
}
