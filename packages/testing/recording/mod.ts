/**
 * Recordings of what a host and a driver say, without their secrets; replays of them, and captures for Wireshark.
 *
 * @module
 */
export { type CloseEntry, type FrameEntry, RECORDING_START } from "./entry.ts";
export { PrivateFile } from "./private_file.ts";
export { type OpenRecording, readRecording } from "./read_recording.ts";
export type { RecordedCounts } from "./recorder.ts";
export { RecorderThread } from "./recorder_thread.ts";
export { replayAsDriver } from "./replay/as_driver.ts";
export { replayAsHost } from "./replay/as_host.ts";
export type { Difference, ReplayReport } from "./replay/difference.ts";
export { IGNORED_BY_DEFAULT, IgnoredPaths } from "./replay/ignored_paths.ts";
export type { LiveSecrets } from "./replay/live_secrets.ts";
export { recordedConnections } from "./replay/recorded_connection.ts";
export { Tap } from "./tap.ts";
export { captureOf } from "./wireshark/capture.ts";
export { dissectorLua } from "./wireshark/dissector.ts";
