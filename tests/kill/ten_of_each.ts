/**
 * Kills hosts ten times for each kind of driver: `deno task test:kill`.
 *
 * @module
 */
import { testRounds } from "./rounds.ts";

testRounds(10);
