/**
 * Kills hosts a hundred times for each kind of driver.
 *
 * @module
 */
import { testRounds } from "../kill/rounds.ts";

testRounds(100);
