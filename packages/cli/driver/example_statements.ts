/**
 * Statements for a first use of the mock driver.
 *
 * @module
 */

/** Statements that the mock driver supports (PROTOCOL.md#the-example-driver). */
export const EXAMPLE_QUERIES: readonly string[] = [
  "SELECT * FROM mockdb",
  "INSERT INTO users VALUES (1, 'Test')",
  "UPDATE users SET name = 'Updated' WHERE id = 1",
  "DELETE FROM users WHERE id = 1",
];
/** A statement that it does not support. */
export const UNSUPPORTED_QUERY = "EXPLAIN SELECT * FROM mockdb";
