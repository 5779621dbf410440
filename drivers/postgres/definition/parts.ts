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

/** The options of a row `s` of pg_sequence. */
const SEQUENCE_OPTIONS = `' START WITH ' || s.seqstart || ' INCREMENT BY ' || s.seqincrement || ' MINVALUE ' || s.seqmin
      || ' MAXVALUE ' || s.seqmax || ' CACHE ' || s.seqcache || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END`;

/** The name and the options of a row `s` of pg_sequence. */
export const SEQUENCE: string = `s.seqrelid::regclass || ' AS ' || pg_catalog.format_type(s.seqtypid, NULL)
      || ${SEQUENCE_OPTIONS}`;

/** An identity with its own sequence. */
const IDENTITY = `(SELECT ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END
        || ' AS IDENTITY (SEQUENCE NAME ' || s.seqrelid::regclass || ${SEQUENCE_OPTIONS} || ')'
      FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_sequence s ON s.seqrelid = p.objid
      WHERE p.classid = 'pg_catalog.pg_class'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass
        AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i')`;

/** A column with its type, collation, default and NOT NULL: of an attribute `a`, its type `t`, its default `d`. */
export const COLUMN: string =
  `pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
      || coalesce(' OPTIONS (' || ${optionList("a.attfdwoptions", " ")} || ')', '')
      || coalesce((SELECT ' COLLATE ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
        FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
        WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation), '')
      || CASE WHEN a.attidentity <> '' THEN ${IDENTITY}
        WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') STORED'
        ELSE coalesce(' DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') END
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END`;
