/**
 * The statements that create a table or view with all that belongs to it, as pg_dump writes them.
 *
 * @module
 */
import {
  type CatalogRead,
  commonGenerators,
  definitionGenerators,
  type Generator,
  type GeneratorTarget,
  raw,
  render,
  script,
  type Sql,
  sql,
  statementsOf,
} from "@fluxwire/sql";
import type { PgRelation } from "./catalog.ts";
import { columnText, optionList, sequenceText } from "./definition_parts.ts";
import { READABLE } from "./dialect.ts";

/** What a definition does not have: it belongs to roles of the server, not to the table. */
const LEFT_OUT = "-- Left out: owner, privileges, publications and security labels";

/** The generators, in the order of the menu. */
export function generatorsOf(read: CatalogRead): readonly Generator<PgRelation>[] {
  const dropView = (relation: PgRelation): string =>
    `DROP ${relation.kind === "m" ? "MATERIALIZED VIEW" : "VIEW"} ${written(relation)};`;
  return [
    ...commonGenerators(READABLE).map((one): Generator<PgRelation> =>
      one.id === "drop_view" ? { ...one, generate: ({ relation }) => dropView(relation) } : one
    ),
    ...definitionGenerators<PgRelation>(READABLE, (target) => definitionOf(read, target)),
    {
      id: "truncate_table",
      label: "TRUNCATE TABLE",
      scope: "Table",
      destructive: true,
      generate: ({ relation }) => `TRUNCATE TABLE ${written(relation)};`,
    },
  ];
}

/** Its name in statements; the schema of temporary tables has another name in each session. */
function written(relation: PgRelation): string {
  return render(relation.sql, READABLE).text.replace(/^"pg_temp_\d+"\./, "pg_temp.");
}

/** The statements, each on its own lines. Names stand in them quoted, by the server, and in no comment. */
async function definitionOf(read: CatalogRead, target: GeneratorTarget<PgRelation>): Promise<string> {
  const { relation } = target, { id, isView } = relation, own = written(relation);
  const texts = (...queries: readonly Sql[]): Promise<string[]> => statementsOf(read, target, queries);
  const all = [
    ...isView
      ? await texts(view(id, own), viewDefaults(id, own))
      : [...await texts(sequences(id)), await table(texts, id, own)],
    ...await texts(ownedSequences(id, own), tableSettings(id, own), columnSettings(id, own), indexes(id, own)),
    ...await texts(partition(id, own), behaviour(id, own), policies(id, own)),
    ...await texts(comments(id, own, objectWord(relation))),
  ];
  return `${[script(all), ...await texts(invalidIndexes(id))].join("\n")}\n${LEFT_OUT}`;
}

function objectWord({ kind }: PgRelation): string {
  return { r: "TABLE", p: "TABLE", f: "FOREIGN TABLE", v: "VIEW", m: "MATERIALIZED VIEW" }[kind];
}

/** A table with its columns and constraints. The columns of parents are theirs, except in a partition. */
async function table(texts: (query: Sql) => Promise<string[]>, id: string, own: string): Promise<string> {
  const columns = await texts(sql`SELECT ${raw(columnText())}
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

/** What stands before and behind the columns, in two rows. */
function frame(id: string): Sql {
  const parents = `(SELECT ' INHERITS (' || pg_catalog.string_agg(pg_catalog.quote_ident(n.nspname) || '.'
      || pg_catalog.quote_ident(p.relname), ', ' ORDER BY i.inhseqno) || ')'
    FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
    JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
    WHERE i.inhrelid = c.oid AND NOT c.relispartition)`;
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

function view(id: string, own: string): Sql {
  return sql`SELECT 'CREATE ' || CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || ${own}::text
      || coalesce(' WITH (' || ${raw(optionList("c.reloptions", "="))} || ')', '')
      || coalesce(' TABLESPACE ' || pg_catalog.quote_ident(ts.spcname), '')
      || E' AS\n' || pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')
      || CASE WHEN c.relispopulated THEN '' ELSE E'\n  WITH NO DATA' END
    FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace WHERE c.oid = ${id}`;
}

function viewDefaults(id: string, own: string): Sql {
  return sql`SELECT 'ALTER VIEW ' || ${own}::text || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname)
      || ' SET DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)
    FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = ${id} ORDER BY a.attnum`;
}

/** The sequences of columns such as those of type `serial`; those of identities are made with their column. */
const OWNED = raw(`FROM pg_catalog.pg_depend p
    JOIN pg_catalog.pg_class q ON q.oid = p.objid AND q.relkind = 'S'
    JOIN pg_catalog.pg_namespace qn ON qn.oid = q.relnamespace
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = q.oid
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
    WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass
      AND p.deptype = 'a'`);

function sequences(id: string): Sql {
  return sql`SELECT 'CREATE ' || CASE q.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END || 'SEQUENCE '
      || ${raw(sequenceText("s"))} ${OWNED} AND p.refobjid = ${id} ORDER BY a.attnum, q.relname`;
}

function ownedSequences(id: string, own: string): Sql {
  return sql`SELECT 'ALTER SEQUENCE ' || pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.relname)
      || ' OWNED BY ' || ${own}::text || '.' || pg_catalog.quote_ident(a.attname)
    ${OWNED} AND p.refobjid = ${id} ORDER BY a.attnum, q.relname`;
}

/** What a CREATE TABLE cannot say: its type, constraints that its rows need not fulfil, and the settings of their indexes. */
function tableSettings(id: string, own: string): Sql {
  return sql`SELECT 'ALTER TABLE ' || ${own}::text || ' OF ' || pg_catalog.format_type(reloftype, NULL)
      FROM pg_catalog.pg_class WHERE oid = ${id} AND reloftype <> 0
    UNION ALL SELECT 'ALTER TABLE ' || ${own}::text || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(conname) || ' '
        || pg_catalog.pg_get_constraintdef(oid)
      FROM pg_catalog.pg_constraint WHERE conrelid = ${id} AND NOT convalidated AND conislocal
    UNION ALL SELECT 'ALTER INDEX ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname)
        || ' SET (' || ${raw(optionList("x.reloptions", "="))} || ')'
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class x ON x.oid = k.conindid
      JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
      WHERE k.conrelid = ${id} AND k.contype IN ('p', 'u') AND x.reloptions IS NOT NULL`;
}

/** The settings of columns, and where the columns of parents differ from those. */
function columnSettings(id: string, own: string): Sql {
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

/** Says that indexes are left out which an interrupted statement, or one on a partitioned table alone, has left behind. */
function invalidIndexes(id: string): Sql {
  return sql`SELECT '-- Left out: indexes that are not valid' FROM pg_catalog.pg_index
    WHERE indrelid = ${id} AND NOT indisvalid LIMIT 1`;
}

/** Indexes that belong to no constraint, what distinguishes them, and statistics over several columns. */
function indexes(id: string, own: string): Sql {
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
      UNION ALL SELECT 4, 'ALTER INDEX ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname)
          || CASE WHEN k.number = 0 THEN ' SET TABLESPACE ' || pg_catalog.quote_ident(ts.spcname)
            ELSE ' ALTER COLUMN ' || k.number || ' SET STATISTICS ' || a.attstattarget END
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
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

/** A partition is made as a table and then attached, so that it keeps its own names. */
function partition(id: string, own: string): Sql {
  return sql`SELECT 'ALTER TABLE ONLY ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname)
      || ' ATTACH PARTITION ' || ${own}::text || ' ' || pg_catalog.pg_get_expr(c.relpartbound, c.oid)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
    JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
    WHERE c.oid = ${id} AND c.relispartition`;
}

/** Triggers and rules, and which of them are switched. */
function behaviour(id: string, own: string): Sql {
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

function policies(id: string, own: string): Sql {
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

/** Comments on the relation and on all that was made with it. */
function comments(id: string, own: string, word: string): Sql {
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
      UNION ALL SELECT 4, 'INDEX ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname),
          pg_catalog.obj_description(x.oid, 'pg_class')
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace WHERE i.indrelid = ${id}
      UNION ALL SELECT 4, 'SEQUENCE ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(q.relname),
          pg_catalog.obj_description(q.oid, 'pg_class')
        FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_class q ON q.oid = p.objid AND q.relkind = 'S'
        JOIN pg_catalog.pg_namespace n ON n.oid = q.relnamespace
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
