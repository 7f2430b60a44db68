import type { Cell } from '../domain/statement'

/** Tables as a workbook, each in a sheet of its own. The library is loaded by the few calls that need it. */
export async function xlsxOf(tables: { name: string; table: Cell[][] }[]): Promise<Buffer> {
  const { default: write } = await import('write-excel-file/node')
  const sheets = tables.map(({ name, table }) => {
    const [, head = []] = table
    return {
      sheet: name,
      data: table.map((row, at) =>
        row.map((value) => ({
          value,
          type: typeof value === 'number' ? Number : String,
          ...(at < 2 ? { fontWeight: 'bold' as const } : {}),
        })),
      ),
      columns: head.map((one) => ({ width: Math.max(10, String(one).length * 2 + 2) })),
      stickyRowsCount: 2,
    }
  })
  return write(sheets).toBuffer()
}
