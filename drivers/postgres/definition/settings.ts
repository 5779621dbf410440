/**
 * What is set on a table and its columns after they are made.
 *
 * @module
 */
import { raw, type Sql, sql } from "@fluxwire/sql";
import { optionList } from "./parts.ts";

/** What a CREATE TABLE cannot say: its type, constraints that its rows need not fulfil, and the settings of their indexes. */
export function tableSettings(id: string, own: string): Sql {
  return sql`SELECT 'ALTER TABLE ' || ${own}::text || ' OF ' || pg_catalog.format_type(reloftype, NULL)
      FROM pg_catalog.pg_class WHERE oid = ${id} AND reloftype <> 0
    UNION ALL SELECT 'ALTER TABLE ' || ${own}::text || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(conname) || ' '
        || pg_catalog.pg_get_constraintdef(oid)
      FROM pg_catalog.pg_constraint WHERE conrelid = ${id} AND NOT convalidated AND conislocal
    UNION ALL SELECT 'ALTER INDEX ' || x.oid::regclass || ' SET (' || ${raw(optionList("x.reloptions", "="))} || ')'
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class x ON x.oid = k.conindid
      WHERE k.conrelid = ${id} AND k.contype IN ('p', 'u') AND x.reloptions IS NOT NULL`;
}

/** The settings of columns, and where the columns of parents differ from those. */
export function columnSettings(id: string, own: string): Sql {
  const settings = raw(`(VALUES
      (CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END),
      (CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE '
        || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
      (CASE a.attcompression WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4' END),
      ('SET (' || ${optionList("a.attoptions", "=")} || ')'),
      (CASE WHEN i.has_default AND a.attgenerated = '' THEN coalesce('SET DEFAULT ' || i.own_default, 'DROP DEFAULT') END),
      (CASE WHEN i.has_null THEN CASE WHEN a.attnotnull THEN 'SET' ELSE 'DROP' END || ' NOT NULL' END)) v (setting)`);
  // Where the column of a parent has another default, and where it takes nulls and this one not, or the other way round.
  const inherited = raw(`(SELECT pg_catalog.bool_or(pa.attnotnull <> a.attnotnull) AS has_null,
        pg_catalog.bool_or(pg_catalog.pg_get_expr(pd.adbin, pd.adrelid) IS DISTINCT FROM e.expr) AS has_default,
        pg_catalog.min(e.expr) AS own_default
      FROM pg_catalog.pg_inherits h
      JOIN pg_catalog.pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname
      LEFT JOIN pg_catalog.pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
      CROSS JOIN LATERAL (SELECT (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
        WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum)) e (expr)
      WHERE h.inhrelid = a.attrelid AND NOT a.attislocal AND NOT c.relispartition)`);
  return sql`SELECT 'ALTER ' || CASE c.relkind WHEN 'f' THEN 'FOREIGN TABLE ' WHEN 'm' THEN 'MATERIALIZED VIEW '
      ELSE 'TABLE ' END || ${own}::text || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname) || ' ' || v.setting
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    CROSS JOIN LATERAL ${inherited} i CROSS JOIN LATERAL ${settings}
    WHERE a.attrelid = ${id} AND a.attnum > 0 AND NOT a.attisdropped AND v.setting IS NOT NULL
    ORDER BY a.attnum, v.setting`;
}
