/**
 * The sequences that belong to columns.
 *
 * @module
 */
import { raw, type Sql, sql } from "@fluxwire/sql";
import { SEQUENCE } from "./parts.ts";

/** The sequences of columns such as those of type `serial`; those of identities are made with their column. */
const OWNED = raw(`FROM pg_catalog.pg_depend p
    JOIN pg_catalog.pg_class q ON q.oid = p.objid AND q.relkind = 'S'
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = q.oid
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
    WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass
      AND p.deptype = 'a'`);

/** Makes them, before the table whose defaults name them. */
export function sequences(id: string): Sql {
  return sql`SELECT 'CREATE ' || CASE q.relpersistence WHEN 'u' THEN 'UNLOGGED ' WHEN 't' THEN 'TEMPORARY ' ELSE '' END
      || 'SEQUENCE ' || ${raw(SEQUENCE)} ${OWNED} AND p.refobjid = ${id} ORDER BY a.attnum, q.relname`;
}

/** Gives them to their columns, after the table. */
export function ownedSequences(id: string, own: string): Sql {
  return sql`SELECT 'ALTER SEQUENCE ' || q.oid::regclass || ' OWNED BY ' || ${own}::text
      || '.' || pg_catalog.quote_ident(a.attname) ${OWNED} AND p.refobjid = ${id} ORDER BY a.attnum, q.relname`;
}
