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
  /** It may be wider than its place, which is a surface: it then scrolls sideways by itself, by keyboard too, and its first column stays. */
  readonly wide?: boolean;
}

/** A real table with a head that stays, unless it is `wide` in a place that is narrower: then its first column does. */
export function Table<Row>({ wide = false, ...props }: TableProps<Row>) {
  return wide ? <WideTable {...props} /> : <PlainTable {...props} firstStays={false} />;
}

function WideTable<Row>(props: Omit<TableProps<Row>, 'wide'>) {
  const place = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(place);
  // A scrolling region has to be reachable by keyboard, and to say what it is.
  const scrolls = overflows && { role: 'group', 'aria-label': props.caption, tabIndex: 0 };
  return (
    <div ref={place} {...scrolls} className={cx('shrink-0', overflows && 'overflow-x-auto')}>
      <PlainTable {...props} firstStays={overflows} />
    </div>
  );
}

function PlainTable<Row>({ caption, columns, rows, rowKey, className, firstStays }: Omit<TableProps<Row>, 'wide'> & { readonly firstStays: boolean }) {
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
            {columns.map((column) => (
              <td key={column.key} className={cx('h-(--row-h) px-3 py-1', column.numeric && 'text-right tabular', first, column.className)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
