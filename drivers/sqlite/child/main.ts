/**
 * The program that owns one database. Its argument is a `Target` as JSON.
 *
 * @module
 */

/** The address of this program. The driver imports it, so that Deno caches both together. */
export const PROGRAM: string = import.meta.url;

if (import.meta.main) {
  const { serveDatabase } = await import("./serve.ts");
  serveDatabase(JSON.parse(Deno.args[0]!));
  Deno.exit(0);
}
