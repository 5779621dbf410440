/**
 * What creates a table, a partition or a view.
 *
 * @module
 */
import { raw, type Sql, sql } from "@fluxwire/sql";
import { COLUMN, optionList } from "./parts.ts";

/** A table with its columns and constraints. The columns of parents are theirs, except in a partition. */
export async function table(texts: (query: Sql) => Promise<string[]>, id: string, own: string): Promise<string> {
  const columns = await texts(sql`SELECT ${raw(COLUMN)}
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = ${id} AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR c.relispartition)
    ORDER BY a.attnum`);
  const constraints = await texts(sql`SELECT 'CONSTRAINT ' || pg_catalog.quote_ident(conname) || ' '
      || pg_catalog.pg_get_constraintdef(k.oid)
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    WHERE conrelid = ${id} AND contype IN ('p', 'u', 'c', 'f', 'x') AND convalidated
      AND (conislocal OR c.relispartition AND contype <> 'f') AND NOT (contype = 'f' AND conparentid <> 0)
    ORDER BY contype <> 'p', contype = 'f', conname`);
  const [begin, end] = await texts(frame(id));
  const list = [...columns, ...constraints].map((text) => `\n    ${text}`).join(",");
  return `${begin} ${own} (${list}\n)${end}`;
}

/**
 * Whether a table could be made without its parents, and can get them afterwards: named in its CREATE TABLE, these would
 * put their own columns first.
 */
const HAS_OWN_COLUMNS = `NOT EXISTS (SELECT FROM pg_catalog.pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND NOT attislocal)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = c.oid AND contype = 'c' AND NOT conislocal)`;

/** What stands before and behind the columns, in two rows. */
function frame(id: string): Sql {
  const parents =
    `(SELECT ' INHERITS (' || pg_catalog.string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) || ')'
    FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition AND NOT (${HAS_OWN_COLUMNS}))`;
  return sql`SELECT unnest(ARRAY['CREATE ' || CASE WHEN c.relkind = 'f' THEN 'FOREIGN '
        WHEN c.relpersistence = 'u' THEN 'UNLOGGED ' WHEN c.relpersistence = 't' THEN 'TEMPORARY ' ELSE '' END || 'TABLE',
      coalesce(${raw(parents)}, '')
        || coalesce(' PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid), '')
        || coalesce(' USING ' || pg_catalog.quote_ident(am.amname), '')
        || coalesce(' SERVER ' || pg_catalog.quote_ident(s.srvname), '')
        || coalesce(' OPTIONS (' || ${raw(optionList("f.ftoptions", " "))} || ')', '')
        || coalesce(' WITH (' || ${raw(storage())} || ')', '')
        || coalesce(' TABLESPACE ' || pg_catalog.quote_ident(ts.spcname), '')])
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam AND am.amname <> 'heap' AND c.relkind = 'r'
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
    LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
    WHERE c.oid = ${id}`;
}

/** The storage parameters of a table and of its TOAST table. */
function storage(): string {
  return `nullif(pg_catalog.concat_ws(', ', ${optionList("c.reloptions", "=")}, ${
    optionList("toast.reloptions", "=", "toast.")
  }), '')`;
}

/** A view, or a materialized view with or without its rows. */
export function view(id: string, own: string): Sql {
  return sql`SELECT 'CREATE ' || CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || ${own}::text
      || coalesce(' USING ' || pg_catalog.quote_ident(am.amname), '')
      || coalesce(' WITH (' || ${raw(storage())} || ')', '')
      || coalesce(' TABLESPACE ' || pg_catalog.quote_ident(ts.spcname), '')
      || E' AS\n' || pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')
      || CASE WHEN c.relispopulated THEN '' ELSE E'\n  WITH NO DATA' END
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam AND am.amname <> 'heap'
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace WHERE c.oid = ${id}`;
}

/** The defaults of a view's columns. */
export function viewDefaults(id: string, own: string): Sql {
  return sql`SELECT 'ALTER VIEW ' || ${own}::text || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname)
      || ' SET DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)
    FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = ${id} ORDER BY a.attnum`;
}

/**
 * A partition is made as a table and then attached, so that it keeps its own names. So is a table that has all columns of its
 * parents itself.
 */
export function partition(id: string, own: string): Sql {
  return sql`SELECT CASE WHEN c.relispartition
      THEN 'ALTER TABLE ONLY ' || i.inhparent::regclass || ' ATTACH PARTITION ' || ${own}::text || ' '
        || pg_catalog.pg_get_expr(c.relpartbound, c.oid)
      ELSE 'ALTER TABLE ' || ${own}::text || ' INHERIT ' || i.inhparent::regclass END
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
    WHERE c.oid = ${id} AND c.relkind IN ('r', 'p', 'f') AND (c.relispartition OR ${raw(HAS_OWN_COLUMNS)})
    ORDER BY i.inhseqno`;
}
