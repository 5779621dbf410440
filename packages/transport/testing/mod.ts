/**
 * For tests of what keeps time limits over the wire: a clock that the test moves.
 *
 * @module
 */
export { ManualClock, type ManualTimer } from "./manual_clock.ts";
