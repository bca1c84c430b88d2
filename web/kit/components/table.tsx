import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import style from './table.module.css'

export interface Column<Row> {
  id: string
  title: string
  render(row: Row): ReactNode
  /** Figures: aligned to the end, all digits of one width. */
  numeric?: boolean
  /** Names the row. One column. */
  heads?: boolean
}

interface TableProps<Row> {
  /** What the table shows; read aloud, and drawn with `showCaption`. */
  caption: string
  showCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string
  empty?: ReactNode
}

/** A plain table sized to its content; scrolls sideways inside itself, and can be scrolled by keyboard. */
export function Table<Row>({ caption, showCaption = false, columns, rows, keyOf, empty }: TableProps<Row>) {
  if (rows.length === 0 && empty) return empty
  return (
    <div className={style.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table className={style.table}>
        <caption className={showCaption ? style.caption : style.hidden}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={classes(column.numeric && style.numeric)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) =>
                column.heads ? (
                  <th key={column.id} scope="row">
                    {column.render(row)}
                  </th>
                ) : (
                  <td key={column.id} className={classes(column.numeric && style.numeric)}>
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
