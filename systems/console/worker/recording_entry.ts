/**
 * The lines of recordings. Of the package, only this is used: the rest reads files and starts threads.
 *
 * @module
 */
export { type Entry, type FrameEntry, isEntry, RECORDING_FORMAT, RECORDING_VERSION } from "@fluxwire/testing/entry";
