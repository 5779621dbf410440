/**
 * The indexes of a table, and statistics over its columns.
 *
 * @module
 */
import { type Sql, sql } from "@fluxwire/sql";

/** Says that indexes are left out which an interrupted statement, or one on a partitioned table alone, has left behind. */
export function invalidIndexes(id: string): Sql {
  return sql`SELECT '-- Left out: indexes that are not valid' FROM pg_catalog.pg_index
    WHERE indrelid = ${id} AND NOT indisvalid LIMIT 1`;
}

/** Indexes that belong to no constraint, what distinguishes them, and statistics over several columns. */
export function indexes(id: string, own: string): Sql {
  return sql`SELECT text FROM (
      SELECT 1 AS rank, pg_catalog.pg_get_indexdef(indexrelid) AS text FROM pg_catalog.pg_index
        WHERE indrelid = ${id} AND indisvalid AND NOT EXISTS
          (SELECT FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
      UNION ALL SELECT 2, 'ALTER TABLE ' || ${own}::text || ' CLUSTER ON ' || pg_catalog.quote_ident(x.relname)
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = ${id} AND i.indisclustered
      UNION ALL SELECT 3, 'ALTER TABLE ONLY ' || ${own}::text || ' REPLICA IDENTITY ' || CASE c.relreplident
          WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE 'USING INDEX ' || pg_catalog.quote_ident(x.relname) END
        FROM pg_catalog.pg_class c
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisreplident
        LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        WHERE c.oid = ${id} AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
      UNION ALL SELECT 4, 'ALTER INDEX ' || x.oid::regclass
          || CASE WHEN k.number = 0 THEN ' SET TABLESPACE ' || pg_catalog.quote_ident(ts.spcname)
            ELSE ' ALTER COLUMN ' || k.number || ' SET STATISTICS ' || a.attstattarget END
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        CROSS JOIN pg_catalog.generate_series(0, i.indnatts) k (number)
        LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = x.reltablespace AND k.number = 0
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.oid AND a.attnum = k.number AND a.attstattarget >= 0
        WHERE i.indrelid = ${id} AND i.indisvalid AND (ts.oid IS NOT NULL OR a.attnum IS NOT NULL)
      UNION ALL SELECT 5, pg_catalog.pg_get_statisticsobjdef(oid) FROM pg_catalog.pg_statistic_ext WHERE stxrelid = ${id}
      UNION ALL SELECT 6, 'ALTER STATISTICS ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(stxname)
          || ' SET STATISTICS ' || stxstattarget
        FROM pg_catalog.pg_statistic_ext JOIN pg_catalog.pg_namespace n ON n.oid = stxnamespace
        WHERE stxrelid = ${id} AND stxstattarget >= 0
    ) AS all_of_them ORDER BY rank, text`;
}
