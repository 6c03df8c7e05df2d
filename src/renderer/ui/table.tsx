import { type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';
import { useOverflow } from './use-overflow.ts';

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
  /** Its first column names the rows. It may be wider than its place, which is a surface: it then scrolls sideways by itself, by keyboard too, and that column stays. */
  readonly wide?: boolean;
}

/** A real table with a head that stays, unless it is `wide` in a place that is narrower: then its first column does. */
export function Table<Row>({ wide = false, ...props }: TableProps<Row>) {
  return wide ? <WideTable {...props} /> : <PlainTable {...props} />;
}

function WideTable<Row>(props: Omit<TableProps<Row>, 'wide'>) {
  const place = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(place);
  // A scrolling region has to be reachable by keyboard, and to say what it is.
  const scrolls = overflows && { role: 'group', 'aria-label': props.caption, tabIndex: 0 };
  return (
    <div ref={place} {...scrolls} className={cx('shrink-0', overflows && 'overflow-x-auto')}>
      <PlainTable {...props} rowHeads firstStays={overflows} />
    </div>
  );
}

interface PlainTableProps<Row> extends Omit<TableProps<Row>, 'wide'> {
  /** The first cell names its row. */
  readonly rowHeads?: boolean;
  /** Whatever is scrolled sideways, the first column is in sight. */
  readonly firstStays?: boolean;
}

function PlainTable<Row>({ caption, columns, rows, rowKey, className, rowHeads = false, firstStays = false }: PlainTableProps<Row>) {
  const first = firstStays && 'first:sticky first:left-0 first:bg-inherit';
  // What scrolls away under the first column must not show through it.
  const lit = firstStays ? 'bg-surface hover:bg-[color-mix(in_oklab,var(--c-hover)_50%,var(--c-surface))]' : 'hover:bg-hover/50';
  return (
    <table className={cx('w-full border-collapse text-left', className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-surface text-sm text-muted">
        <tr className="bg-inherit">
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cx('h-8 border-b px-3 font-medium whitespace-nowrap', column.numeric && 'text-right', first, column.className)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={cx('border-b last:border-0', lit)}>
            {columns.map((column, index) => {
              const cellClass = cx('h-(--row-h) px-3 py-1', column.numeric && 'text-right tabular', first, column.className);
              return rowHeads && index === 0 ? (
                <th key={column.key} scope="row" className={cx('font-normal', cellClass)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.key} className={cellClass}>
                  {column.cell(row)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
