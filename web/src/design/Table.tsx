import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './Icon.tsx'
import { Empty } from './PageStates.tsx'
import styles from './Table.module.css'
import text from './text.module.css'

export type Sort = { readonly by: string; readonly down: boolean }

export type Column<Row> = {
  readonly id: string
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** `head` names the row, `number` stands right, `wide` and `bare` take a whole line on a phone, `bare` without its label. */
  readonly kind?: 'head' | 'number' | 'text' | 'wide' | 'bare' | 'pick'
  readonly total?: ReactNode
  readonly sortable?: boolean
  /** Said to assistive technology only. */
  readonly hideLabel?: boolean
}

type TableProps<Row> = {
  readonly caption: ReactNode
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Rows that stand out: `hold` waits for somebody, `next` is what comes next or is open. */
  readonly mark?: (row: Row) => 'hold' | 'next' | undefined
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
  /** Shown in place of rows: one sentence, and when it will fill. */
  readonly empty?: ReactNode
}

/**
 * A table, set like a timetable. Below 704 px a row becomes an entry of labels and values; the roles are written out,
 * since a browser forgets them with the layout. Columns with a `total` make a last row under a double rule.
 */
export function Table<Row>({ caption, columns, rows, rowKey, mark, sort, onSort, empty }: TableProps<Row>) {
  return (
    <>
      <table className={styles.table} role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(column => (
              <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(row => (
            <tr role="row" key={rowKey(row)} className={styles[mark?.(row) ?? 'plain']}>
              {columns.map(column => (
                <Cell key={column.id} column={column} value={column.cell(row)} />
              ))}
            </tr>
          ))}
        </tbody>
        {rows.length > 0 && columns.some(column => column.total !== undefined) && (
          <tfoot role="rowgroup">
            <tr role="row">
              {columns.map(column => (
                <Cell key={column.id} column={column} value={column.total} />
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {rows.length === 0 && (empty ?? <Empty />)}
    </>
  )
}

function Heading<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}) {
  const mine = sort?.by === column.id ? sort : null
  const label = <span className={column.hideLabel ? text.hidden : undefined}>{column.label}</span>
  return (
    <th
      scope="col"
      role="columnheader"
      className={column.kind === 'number' ? styles.number : undefined}
      aria-sort={column.sortable ? (mine ? (mine.down ? 'descending' : 'ascending') : 'none') : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort({ by: column.id, down: mine ? !mine.down : column.kind === 'number' })}
        >
          {label}
          <span className={classes(styles.arrow, mine && styles.on, mine?.down && styles.down)}>
            <Icon name="up" size="s" />
          </span>
        </button>
      ) : (
        label
      )}
    </th>
  )
}

function Cell<Row>({ column, value }: { column: Column<Row>; value: ReactNode }) {
  const kind = column.kind ?? 'text'
  const shown = value === 0 || value === '0' ? <span className={styles.zero}>0</span> : value
  if (kind === 'head')
    return (
      <th scope="row" role="rowheader" className={styles.whole}>
        {shown}
      </th>
    )
  const wide = kind === 'wide' || kind === 'bare'
  return (
    <td
      role="cell"
      className={classes(
        kind === 'number' && styles.number,
        wide && styles.whole,
        kind === 'pick' && styles.pick,
        (value === undefined || value === null) && styles.none,
      )}
      data-label={kind === 'bare' || kind === 'pick' ? undefined : column.label}
    >
      {kind === 'pick' ? shown : <span>{shown}</span>}
    </td>
  )
}

/** Rows in the order of a column; the caller says what of a row is compared. */
export function sorted<Row>(
  rows: readonly Row[],
  sort: Sort,
  value: (row: Row, column: string) => string | number,
  locale: string,
): Row[] {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const way = sort.down ? -1 : 1
  return rows.toSorted((left, right) => {
    const [a, b] = [value(left, sort.by), value(right, sort.by)]
    return way * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)))
  })
}
