const units: Record<string, string> = { rpx: 'rpx', vh: 'vh', vw: 'vw' }
// Strings and url(…) are taken whole and left alone.
const lengths = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|(?<![\w.#-])([+-]?(?:\d+\.?\d*|\.\d+))(rpx|vh|vw)\b/gi

/** WeChat's lengths depend on the phone, not on the browser's window: rpx, vh and vw become multiples of variables. */
export function convertLengths(value: string): string {
  return value.replace(lengths, (whole: string, amount: string | undefined, unit: string | undefined) =>
    amount === undefined ? whole : `calc(${amount} * var(--${units[unit!.toLowerCase()]}))`,
  )
}
