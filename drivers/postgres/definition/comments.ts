/**
 * The comments of a definition.
 *
 * @module
 */
import { raw, type Sql, sql } from "@fluxwire/sql";

/** Comments on the relation and on all that was made with it. */
export function comments(id: string, own: string, word: string): Sql {
  const on = (what: string, name: string): Sql =>
    sql`${`${what} `}::text || pg_catalog.quote_ident(${raw(name)}) || ' ON '
    || ${own}::text`;
  return sql`SELECT 'COMMENT ON ' || target || ' IS ' || pg_catalog.quote_literal(text) FROM (
      SELECT 1 AS rank, ${`${word} `}::text || ${own}::text AS target, pg_catalog.obj_description(${id}::oid, 'pg_class') AS text
      UNION ALL SELECT 2, 'COLUMN ' || ${own}::text || '.' || pg_catalog.quote_ident(attname),
          pg_catalog.col_description(attrelid, attnum)
        FROM pg_catalog.pg_attribute WHERE attrelid = ${id} AND attnum > 0 AND NOT attisdropped
      UNION ALL SELECT 3, ${on("CONSTRAINT", "conname")}, pg_catalog.obj_description(oid, 'pg_constraint')
        FROM pg_catalog.pg_constraint WHERE conrelid = ${id}
      UNION ALL SELECT 4, 'INDEX ' || indexrelid::regclass, pg_catalog.obj_description(indexrelid, 'pg_class')
        FROM pg_catalog.pg_index WHERE indrelid = ${id}
      UNION ALL SELECT 4, 'SEQUENCE ' || q.oid::regclass, pg_catalog.obj_description(q.oid, 'pg_class')
        FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_class q ON q.oid = p.objid AND q.relkind = 'S'
        WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refobjid = ${id} AND p.deptype IN ('a', 'i')
      UNION ALL SELECT 4, 'STATISTICS ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(stxname),
          pg_catalog.obj_description(x.oid, 'pg_statistic_ext')
        FROM pg_catalog.pg_statistic_ext x JOIN pg_catalog.pg_namespace n ON n.oid = stxnamespace WHERE stxrelid = ${id}
      UNION ALL SELECT 5, ${on("TRIGGER", "tgname")}, pg_catalog.obj_description(oid, 'pg_trigger')
        FROM pg_catalog.pg_trigger WHERE tgrelid = ${id} AND NOT tgisinternal
      UNION ALL SELECT 6, ${on("RULE", "rulename")}, pg_catalog.obj_description(oid, 'pg_rewrite')
        FROM pg_catalog.pg_rewrite WHERE ev_class = ${id}
      UNION ALL SELECT 7, ${on("POLICY", "polname")}, pg_catalog.obj_description(oid, 'pg_policy')
        FROM pg_catalog.pg_policy WHERE polrelid = ${id}
    ) AS all_of_them WHERE text IS NOT NULL ORDER BY rank, target`;
}
