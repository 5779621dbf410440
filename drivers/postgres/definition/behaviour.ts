/**
 * What happens at reads and writes: triggers, rules and policies.
 *
 * @module
 */
import { raw, type Sql, sql } from "@fluxwire/sql";

/** Triggers and rules, and which of them are switched. */
export function behaviour(id: string, own: string): Sql {
  const enabled = (column: string, word: string, own: string): Sql =>
    raw(`CASE ${column} WHEN 'D' THEN 'DISABLE ' WHEN 'A' THEN 'ENABLE ALWAYS ' WHEN 'O' THEN 'ENABLE '
        ELSE 'ENABLE REPLICA ' END || '${word} '
      || pg_catalog.quote_ident(${own})`);
  return sql`SELECT text FROM (
      SELECT 1 AS rank, tgname AS own, pg_catalog.pg_get_triggerdef(oid) AS text FROM pg_catalog.pg_trigger
        WHERE tgrelid = ${id} AND NOT tgisinternal AND tgparentid = 0
      UNION ALL SELECT 2, tgname, 'ALTER TABLE ' || ${own}::text || ' ' || ${enabled("tgenabled", "TRIGGER", "tgname")}
        FROM pg_catalog.pg_trigger t WHERE tgrelid = ${id} AND NOT tgisinternal AND tgenabled
          <> coalesce((SELECT p.tgenabled FROM pg_catalog.pg_trigger p WHERE p.oid = t.tgparentid), 'O')
      UNION ALL SELECT 1, rulename, pg_catalog.rtrim(pg_catalog.pg_get_ruledef(oid), ';') FROM pg_catalog.pg_rewrite
        WHERE ev_class = ${id} AND rulename <> '_RETURN'
      UNION ALL SELECT 2, rulename, 'ALTER TABLE ' || ${own}::text || ' ' || ${
    enabled("ev_enabled", "RULE", "rulename")
  }
        FROM pg_catalog.pg_rewrite WHERE ev_class = ${id} AND rulename <> '_RETURN' AND ev_enabled <> 'O'
    ) AS all_of_them ORDER BY rank, own`;
}

/** Whether rows are secured, and the policies that let them through. */
export function policies(id: string, own: string): Sql {
  return sql`SELECT text FROM (
      SELECT 1 AS rank, 'ALTER TABLE ' || ${own}::text || ' ' || v.text AS text FROM pg_catalog.pg_class c
        CROSS JOIN LATERAL (VALUES (CASE WHEN c.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END),
          (CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END)) v (text)
        WHERE c.oid = ${id} AND v.text IS NOT NULL
      UNION ALL SELECT 2, 'CREATE POLICY ' || pg_catalog.quote_ident(polname) || ' ON ' || ${own}::text
          || CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
          || CASE polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
            WHEN 'd' THEN ' FOR DELETE' ELSE '' END
          || coalesce(' TO ' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(rolname), ', ' ORDER BY rolname)
            FROM pg_catalog.pg_roles WHERE oid = ANY (polroles)), '')
          || coalesce(' USING (' || pg_catalog.pg_get_expr(polqual, polrelid) || ')', '')
          || coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(polwithcheck, polrelid) || ')', '')
        FROM pg_catalog.pg_policy WHERE polrelid = ${id}
    ) AS all_of_them ORDER BY rank, text`;
}

/** What is dropped together with an extension although it does not belong to it. */
export function extensions(id: string, own: string): Sql {
  const depends = raw(`|| ' DEPENDS ON EXTENSION ' || pg_catalog.quote_ident(e.extname)`);
  const on = (catalog: string): Sql =>
    raw(`JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.${catalog}'::regclass AND d.deptype = 'x'
      AND d.refclassid = 'pg_catalog.pg_extension'::regclass JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid`);
  return sql`SELECT text FROM (
      SELECT 'ALTER MATERIALIZED VIEW ' || ${own}::text ${depends} AS text
        FROM pg_catalog.pg_class c ${on("pg_class")} WHERE d.objid = c.oid AND c.oid = ${id} AND c.relkind = 'm'
      UNION ALL SELECT 'ALTER INDEX ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) ${depends}
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace ${on("pg_class")}
        WHERE d.objid = x.oid AND i.indrelid = ${id} AND i.indisvalid
      UNION ALL SELECT 'ALTER TRIGGER ' || pg_catalog.quote_ident(t.tgname) || ' ON ' || ${own}::text ${depends}
        FROM pg_catalog.pg_trigger t ${on("pg_trigger")} WHERE d.objid = t.oid AND t.tgrelid = ${id}
    ) AS all_of_them ORDER BY text`;
}
