/**
 * The types of a database: their names and how to read their cells.
 *
 * @module
 */
import { unsupported, type Value } from "@fluxwire/sdk";
import { raw, type Sql, sql } from "@fluxwire/sql";
import { arrayReader } from "./array_text.ts";
import type { TextRow } from "./data_rows.ts";
import type { Field } from "./pg.ts";
import { CELL_KINDS, type CellKind, OTHER } from "./text_cell.ts";

/** A type. */
export interface PgType extends CellKind {
  /** The server's short name, such as `int4`; `int4[]` for an array. */
  readonly name: string;
}

/** Ids below this one are the server's own: any schema may have types of the same names. */
const FIRST_OF_USERS = 16_384;

/** Elements of a domain are read as the type below all domains. */
const TYPES = raw(`WITH RECURSIVE based (id, base) AS (
      SELECT oid, typbasetype FROM pg_catalog.pg_type WHERE typtype = 'd'
      UNION ALL SELECT id, typbasetype FROM based JOIN pg_catalog.pg_type ON oid = base AND typtype = 'd')
  SELECT t.oid, t.typname, coalesce(b.typname, e.typname), e.typdelim, coalesce(b.oid, e.oid, t.oid) < ${FIRST_OF_USERS}
    FROM pg_catalog.pg_type t
    LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' AND e.typarray = t.oid
    LEFT JOIN (based JOIN pg_catalog.pg_type b ON b.oid = based.base AND b.typtype <> 'd') ON based.id = e.oid`);

/** Selects the types that every server has, in the form for {@link TypeCatalog.add}. */
export const BUILT_IN_TYPES: Sql = sql`${TYPES} WHERE t.oid < ${raw(String(FIRST_OF_USERS))}`;

/** Selects types by their ids. Domains are not needed: their columns have the base type. */
export function typesById(ids: readonly number[]): Sql {
  return sql`${TYPES} WHERE t.oid = ANY (${`{${ids.join(",")}}`}::oid[])`;
}

/** What a reader of UTF-8 puts in the place of other bytes. */
const REPLACEMENT = "\ufffd";

const DAMAGED: Value = unsupported("a text that is no valid UTF-8");

/** The type of a column whose type no longer exists. */
const UNKNOWN: PgType = { name: "unknown", ...OTHER };

/** The one type of an extension that has a kind, that of another type. */
const CITEXT = "citext", LIKE_CITEXT = "text";

/** The types seen so far, by their ids. */
export class TypeCatalog {
  readonly #types = new Map<number, PgType>();
  /**
   * Whether texts of the database may be no UTF-8, because its encoding is SQL_ASCII: what may have been replaced while it
   * was read is then only described.
   */
  readsUncheckedText = false;

  /** Adds the rows of {@link BUILT_IN_TYPES} or {@link typesById}. */
  add(rows: Iterable<TextRow>): void {
    for (const [id, name, element, delimiter, isOwn] of rows) {
      const known = isOwn === "t" ? element ?? name! : "";
      const type = element === null ? plainType(name!, known) : arrayType(element!, delimiter!, known);
      this.#types.set(Number(id), type);
    }
  }

  /** The ids of the columns' types that are not yet known. */
  unknown(columns: readonly Field[]): number[] {
    return [...new Set(columns.map(({ dataTypeID }) => dataTypeID))].filter((id) => !this.#types.has(id));
  }

  /** The types of columns. */
  of(columns: readonly Field[]): PgType[] {
    const types = columns.map(({ dataTypeID }) => this.#types.get(dataTypeID) ?? UNKNOWN);
    return this.readsUncheckedText ? types.map(checked) : types;
  }
}

/** The type, which describes texts that the reader of UTF-8 has changed. */
function checked(type: PgType): PgType {
  return { ...type, text: null, read: (text) => text.includes(REPLACEMENT) ? DAMAGED : type.read(text) };
}

/** A type; `known` is its name if it is the server's own. */
function plainType(name: string, known: string): PgType {
  return { name, ...CELL_KINDS.get(name === CITEXT ? LIKE_CITEXT : known) ?? OTHER };
}

function arrayType(element: string, delimiter: string, known: string): PgType {
  const { read } = CELL_KINDS.get(known) ?? OTHER;
  return { name: `${element}[]`, kind: "Unknown", read: arrayReader(read, delimiter), text: null };
}
