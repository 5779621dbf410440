/**
 * Expressions of the server for the parts of a definition.
 *
 * @module
 */

/** Options of the catalog, such as `{fillfactor=70}`, as a statement lists them; null without any. */
export function optionList(options: string, between: string, prefix: string = ""): string {
  return `(SELECT pg_catalog.string_agg('${prefix}' || pg_catalog.quote_ident(o.option_name) || '${between}'
      || pg_catalog.quote_literal(o.option_value), ', ')
    FROM pg_catalog.pg_options_to_table(${options}) o)`;
}

/** A column with its type, collation, default and NOT NULL: of an attribute `a`, its type `t`, its default `d`. */
export function columnText(): string {
  return `pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
      || coalesce(' OPTIONS (' || ${optionList("a.attfdwoptions", " ")} || ')', '')
      || coalesce((SELECT ' COLLATE ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
        FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
        WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation), '')
      || CASE WHEN a.attidentity <> '' THEN ${identityText()}
        WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') STORED'
        ELSE coalesce(' DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') END
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END`;
}

/** The name and the options of a sequence `q` in the schema `qn`, with its row `s` of pg_sequence. */
export function sequenceText(s: string): string {
  return `pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.relname) || ' AS '
      || pg_catalog.format_type(${s}.seqtypid, NULL) || ${sequenceOptions(s)}`;
}

function sequenceOptions(s: string): string {
  return `' START WITH ' || ${s}.seqstart || ' INCREMENT BY ' || ${s}.seqincrement || ' MINVALUE ' || ${s}.seqmin
      || ' MAXVALUE ' || ${s}.seqmax || ' CACHE ' || ${s}.seqcache || CASE WHEN ${s}.seqcycle THEN ' CYCLE' ELSE '' END`;
}

/** An identity with its own sequence. */
function identityText(): string {
  return `(SELECT ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END
        || ' AS IDENTITY (SEQUENCE NAME ' || pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.relname)
        || ${sequenceOptions("s")} || ')'
      FROM pg_catalog.pg_depend p
      JOIN pg_catalog.pg_class q ON q.oid = p.objid JOIN pg_catalog.pg_namespace qn ON qn.oid = q.relnamespace
      JOIN pg_catalog.pg_sequence s ON s.seqrelid = q.oid
      WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass
        AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i')`;
}
