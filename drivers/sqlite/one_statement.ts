/**
 * What a request to the database's process says beside the statement.
 *
 * @module
 */

/** As the database of a request: its text must be one statement. SQLite has one database, so that the place is free. */
export const ONE_STATEMENT = "one statement";
