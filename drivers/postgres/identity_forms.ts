/**
 * How the columns of a table are compared with the texts of their cells.
 *
 * @module
 */
import { raw, type Sql } from "@fluxwire/sql";

/** The types below a column's: `b` below all domains, `l` below domains and arrays. */
export const BELOW: Sql = raw(`JOIN pg_catalog.pg_type b ON b.oid = ${below("d.typtype = 'd'", "d.typbasetype")}
    JOIN pg_catalog.pg_type l ON l.oid = ${
  below(
    "d.typtype = 'd' OR d.oid = (SELECT e.typarray FROM pg_catalog.pg_type e WHERE e.oid = d.typelem)",
    "CASE d.typtype WHEN 'd' THEN d.typbasetype ELSE d.typelem END",
  )
}
    JOIN pg_catalog.pg_namespace ln ON ln.oid = l.typnamespace
    LEFT JOIN pg_catalog.pg_collation lc ON lc.oid = a.attcollation`);

const IS_ARRAY = "b.oid <> l.oid";

/**
 * Whether the server has no operator that says whether two values of the type are the same: those of geometric types compare
 * areas, those of extensions are names that others can create, and the values of composite types and of names in the catalog
 * are not read from a text there.
 */
const HAS_NO_EQUALITY = `(l.typtype = 'c' OR l.typtype = 'b' AND (ln.nspname <> 'pg_catalog' OR l.typname LIKE 'reg%'
    OR l.typname IN ('json', 'xml', 'jsonpath', 'refcursor', 'txid_snapshot', 'pg_snapshot',
      'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle')))`;

/** Whether its operator takes values for the same that are shown as different ones: '1 mon' and '30 days'. */
const IS_LOOSE = `(l.typname IN ('interval', 'jsonb') OR l.typtype IN ('r', 'm') AND ln.nspname <> 'pg_catalog')`;

const IGNORES_CASE = "NOT coalesce(lc.collisdeterministic, true)";

/** The first id of an object of users. */
const FIRST_OF_USERS = 16_384;

/** Whether the type's owner has made a cast that would stand for its text, and could say anything. */
const HAS_OWN_CAST = `EXISTS (SELECT FROM pg_catalog.pg_cast
    WHERE castsource = b.oid AND casttarget = 'pg_catalog.text'::regtype AND castsource >= ${FIRST_OF_USERS})`;

/** A value of a domain as one of the type below; domains have no casts of their own. */
const AS_BASE = "::' || pg_catalog.format_type(b.oid, NULL) || '";

/** The text of a cell. Functions that write types use no casts, which the owner of a type can make. */
const TEXT = `CASE WHEN ${IS_ARRAY} AND l.typdelim <> ',' THEN ${written("array_out", "::pg_catalog.text[]")}
    WHEN ${IS_ARRAY} THEN ${written("array_out")} WHEN b.typtype = 'c' THEN ${written("record_out")}
    WHEN b.typtype = 'e' THEN ${written("enum_out", AS_BASE)} WHEN b.typtype = 'r' THEN ${written("range_out", AS_BASE)}
    WHEN b.typtype = 'm' THEN ${written("multirange_out", AS_BASE)} ELSE '{column}::pg_catalog.text' END`;

/** Whether the server takes a value of its domain for one of these types only behind a cast. */
const IS_POLYMORPHIC = "t.typtype = 'd' AND b.typtype IN ('e', 'r', 'm')";

/** The form of a column in any comparison. Arrays stay what they are: they are searched too. */
export const COMPARED: Sql = raw(
  `CASE WHEN NOT (${IS_ARRAY}) AND ${HAS_NO_EQUALITY} OR ${HAS_OWN_CAST} THEN ${TEXT}
    WHEN ${IS_POLYMORPHIC} THEN '{column}${AS_BASE}' END`,
);

/** Its form where a row is found: the values of a primary key differ by their operator. */
export const IDENTIFIED: Sql = raw(`CASE WHEN a.attnum = ANY (k.conkey) THEN NULL
    WHEN NOT (${IS_ARRAY}) AND l.typname = 'jsonb' THEN NULL
    WHEN NOT (${IS_ARRAY}) AND ${IGNORES_CASE} THEN '({column} COLLATE pg_catalog."C")'
    WHEN ${HAS_NO_EQUALITY} OR ${IS_LOOSE} OR ${IGNORES_CASE} THEN ${TEXT} END`);

function written(how: string, as: string = ""): string {
  return `'pg_catalog.textin(pg_catalog.${how}({column}${as}))'`;
}

/** The last type of a chain that begins with the column's. */
function below(isChained: string, next: string): string {
  return `CASE WHEN t.typtype <> 'd' AND t.typcategory <> 'A' THEN t.oid ELSE (WITH RECURSIVE chain (id, next) AS (
        SELECT 0::oid, t.oid UNION ALL SELECT next, (SELECT CASE WHEN ${isChained} THEN ${next} END
            FROM pg_catalog.pg_type d WHERE d.oid = next) FROM chain WHERE next IS NOT NULL)
      SELECT id FROM chain WHERE next IS NULL) END`;
}
