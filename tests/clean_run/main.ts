/**
 * `COMMAND ARGS...` with an empty home and temporary folder: ends with its exit code, or with 8 and a list if it left
 * something behind.
 *
 * @module
 */
import { cleanRun, endInterrupted } from "./clean_run.ts";

const [program, ...args] = Deno.args;
if (program === undefined) {
  console.error("Missing command: give the program to run and its arguments");
  Deno.exit(1);
}
const { code, left } = await cleanRun([program, ...args]).catch(endInterrupted);
for (const line of left) console.log(`left: ${line}`);
Deno.exit(code === 0 && left.length > 0 ? 8 : code);
