/**
 * Kills hosts ten times for each kind of driver, with `--long` a hundred times.
 *
 * @module
 */
import { isLong } from "../long/is_long.ts";
import { testRounds } from "./rounds.ts";

testRounds(isLong ? 100 : 10);
