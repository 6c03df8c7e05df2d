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
  /** It may be wider than its place: it then scrolls sideways by itself, by keyboard too, and its first column stays. */
  readonly wide?: boolean;
}

/** A real table with a head that stays, but where it is `wide`. */
export function Table<Row>({ caption, columns, rows, rowKey, className, wide = false }: TableProps<Row>) {
  const firstStays = wide && 'first:sticky first:left-0 first:bg-surface';
  const table = (
    <table className={cx('w-full border-collapse text-left', className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-surface text-sm text-muted">
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cx('h-8 border-b px-3 font-medium whitespace-nowrap', column.numeric && 'text-right', firstStays, column.className)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-b last:border-0 hover:bg-hover/50">
            {columns.map((column) => (
              <td key={column.key} className={cx('h-(--row-h) px-3 py-1', column.numeric && 'text-right tabular', firstStays, column.className)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (!wide) return table;
  return (
    // A scrolling region has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} className="shrink-0 overflow-x-auto">
      {table}
    </div>
  );
}
