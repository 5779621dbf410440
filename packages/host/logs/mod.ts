/**
 * The logs of drivers: line by line, the last ones in memory, all of them in a file that is rotated.
 *
 * @module
 */
export { levelOf, type LogLevel } from "./level.ts";
export type { KeptLine, LogStream } from "./line_ring.ts";
export { type FollowOptions, type LogLine, type LogOptions, LogStore } from "./log_store.ts";
export { type FileOptions, RotatedFile } from "./rotated_file.ts";
