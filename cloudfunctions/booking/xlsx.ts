import type { Cell } from '../domain/statement'

/** A table as a workbook of one sheet. The library is loaded by the few calls that need it. */
export async function xlsxOf(table: Cell[][]): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node')
  const [, head = []] = table
  const sheet = table.map((row, at) =>
    row.map((value) => ({ value, type: typeof value === 'number' ? Number : String, ...(at < 2 ? { fontWeight: 'bold' as const } : {}) })),
  )
  return write(sheet, {
    sheet: '结算表',
    columns: head.map((name) => ({ width: Math.max(10, String(name).length * 2 + 2) })),
    stickyRowsCount: 2,
  }).toBuffer()
}
