/**
 * Whether the tests that can count higher do so: `deno task test:long` passes `--long`.
 *
 * @module
 */

/** Whether `--long` was given. */
export const isLong: boolean = Deno.args.includes("--long");
