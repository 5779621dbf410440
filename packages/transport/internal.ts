/**
 * For Fluxwire's own packages only: it may change with any release.
 *
 * @module
 */
export { MAX_TIMER_MS } from "./clock.ts";
export { escapeControls, escapeWithinLines } from "./escape_controls.ts";
export { frameLengthError } from "./frame.ts";
export { fromHex } from "./hex.ts";
