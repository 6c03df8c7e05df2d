import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Column<Row> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers: right-aligned, digits of one width. */
  readonly numeric?: boolean;
  readonly className?: string;
}

export interface TableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly className?: string;
}

/** A real table with a head that stays. */
export function Table<Row>({ caption, columns, rows, rowKey, className }: TableProps<Row>) {
  return (
    <table className={cx('w-full border-collapse text-left', className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-surface text-sm text-muted">
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cx('h-8 border-b px-3 font-medium whitespace-nowrap', column.numeric && 'text-right', column.className)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-b last:border-0 hover:bg-hover/50">
            {columns.map((column) => (
              <td key={column.key} className={cx('h-(--row-h) px-3 py-1', column.numeric && 'text-right tabular', column.className)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
