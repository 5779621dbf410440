/**
 * The server's settings that statements of the driver need.
 *
 * A pooler such as PgBouncer gives a server's process to other programs between two transactions. Behind one, settings
 * are sent with each statement and end with its transaction.
 *
 * @module
 */
import { type Sql, sql } from "@fluxwire/sql";

/** Settings for texts of cells that are exact, and the same at every server. None changes how the server reads a user's text. */
const EXACT: Readonly<Record<string, string>> = {
  datestyle: "ISO",
  bytea_output: "hex",
  extra_float_digits: "3",
};

/** Those for parameters of the driver's own statements, and for texts that are compared with them. */
const OWN: Readonly<Record<string, string>> = { ...EXACT, intervalstyle: "postgres", array_nulls: "on" };

/** Those for statements on the catalog, whose texts of definitions must mean the same elsewhere. */
const CATALOG: Readonly<Record<string, string>> = {
  ...OWN,
  standard_conforming_strings: "on",
  quote_all_identifiers: "off",
  search_path: "pg_catalog",
};

/** Sets them for the session. */
export const SET_EXACT: string = Object.entries(EXACT).map(([name, value]) => `SET ${name} = '${value}'`).join("; ");

/** Sets them until the end of the transaction. */
export const SET_EXACT_LOCALLY: string = `SELECT ${
  Object.entries(EXACT).map(([name, value]) => set(name, `'${value}'`)).join(", ")
}`;

/** Sets those of the driver's own statements until the end of the transaction, and keeps what was set before. */
export const SET_OWN: string = `SELECT ${replaced(OWN)}`;

/** Undoes {@link SET_OWN} inside a transaction that goes on. */
export const UNSET_OWN: string = `SELECT ${restored(OWN)}`;

/**
 * Lets only the server's own catalog be found by names, until the end of the transaction, and keeps what was found before:
 * operators and functions that the owner of a database has created cannot replace those that a statement means.
 */
export const HIDE_USERS_NAMES: string = `SELECT
  pg_catalog.set_config('fluxwire.schemas', pg_catalog.current_schemas(true)::pg_catalog.text, true), ${
  replaced(CATALOG)
}`;

/** The schemas of the user's search path, in a statement after {@link HIDE_USERS_NAMES}. */
export const USERS_SCHEMAS = "pg_catalog.current_setting('fluxwire.schemas')::pg_catalog.name[]";

/** Undoes {@link HIDE_USERS_NAMES} inside a transaction that goes on. */
export const SHOW_USERS_NAMES: string = `SELECT ${restored(CATALOG)}`;

/** Lets the server notice during a statement that its client has ended. Servers before 14, and some systems, cannot. */
export const WATCH_CLIENT: Sql = sql`SELECT pg_catalog.set_config(name, '2s', false) FROM pg_catalog.pg_settings
  WHERE name = 'client_connection_check_interval' AND pg_catalog.version() LIKE '%linux%'`;

/** The encoding in which the driver writes and reads texts. */
export const UTF8 = "UTF8";

/** That of a server that knows no encoding, and sends texts as they are: it would refuse those that are no UTF-8. */
export const UNCHECKED = "SQL_ASCII";

/** Lets the server send and expect texts in an encoding. */
export function setEncoding(encoding: string): string {
  return `SET client_encoding = '${encoding}'`;
}

/** The process that answers, which differs from the connection's behind a pooler, and the encoding of the database. */
export const WHO_ANSWERS = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('server_encoding')";

function set(name: string, value: string): string {
  return `pg_catalog.set_config('${name}', ${value}, true)`;
}

/** The settings, and what they were under other names. */
function replaced(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings).map(([name, value]) =>
    `${set(`fluxwire.${name}`, `pg_catalog.current_setting('${name}')`)}, ${set(name, `'${value}'`)}`
  ).join(", ");
}

function restored(settings: Readonly<Record<string, string>>): string {
  return Object.keys(settings).map((name) => set(name, `pg_catalog.current_setting('fluxwire.${name}')`)).join(", ");
}
