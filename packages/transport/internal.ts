/**
 * For Fluxwire's own packages only: it may change with any release.
 *
 * @module
 */
export { isAbandoned } from "./abandoned.ts";
export { MAX_TIMER_MS } from "./clock.ts";
export { clearDeadline, type Deadline, type Limited, setDeadline } from "./deadlines.ts";
export { ConnectionError, FRAME_ERROR_CODES, type FrameErrorCode } from "./errors.ts";
export { escapeControls, escapeWithinLines } from "./escape_controls.ts";
export { frameLengthError } from "./frame.ts";
export { fromHex } from "./hex.ts";
export { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from "./limits.ts";
