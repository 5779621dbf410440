/**
 * Recordings of the messages between a host and a driver, without secrets; their replay, and captures for Wireshark.
 *
 * @example A session, recorded between its two ends and read again
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { createLog, defineDriver, form, serve } from "@fluxwire/sdk";
 * import { readRecording, RecorderThread, Tap } from "@fluxwire/testing/recording";
 * import { openClient } from "@fluxwire/wire/client";
 * import { MemoryListener } from "@fluxwire/transport";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 * const behind = new MemoryListener(), listener = new MemoryListener();
 * await using _serving = await serve(driver, { socket: behind, log: createLog("error", () => {}) });
 *
 * let text = "";
 * using recorder = new RecorderThread({
 *   isRaw: false,
 *   startedAt: new Date(),
 *   write: (lines) => text += lines,
 *   onClose: () => {},
 * });
 * const tap = new Tap({ listener, recorder, dial: () => Promise.resolve(behind.connect()) });
 * const running = tap.run();
 * const client = await openClient(listener.connect());
 * await client.ping();
 * client.close();
 * await client.closed;
 * tap.close();
 * await running;
 * await recorder.end();
 *
 * async function* lines() {
 *   yield text.trimEnd().split("\n").map((line) => new TextEncoder().encode(line));
 * }
 * const { entries } = await readRecording(lines());
 * const events = await Array.fromAsync(entries, (entry) => entry.event === "frame" ? entry.from : entry.event);
 * deepStrictEqual(events, ["connect", "host", "driver", "host", "driver", "close"]);
 * ```
 *
 * @module
 */
export {
  type CloseEntry,
  type ConnectEntry,
  type Entry,
  type EntryStart,
  type FrameEntry,
  RECORDING_FORMAT,
  RECORDING_START,
  RECORDING_VERSION,
  type RecordingHeader,
  type Sender,
  type Unreadable,
} from "./entry.ts";
export { PrivateFile } from "./private_file.ts";
export { type OpenRecording, readRecording } from "./read_recording.ts";
export type { RecordedCounts } from "./recorder.ts";
export { type ConnectionRecorder, RecorderThread, type RecorderThreadOptions } from "./recorder_thread.ts";
export { type DriverReplayOptions, replayAsDriver } from "./replay/as_driver.ts";
export { type HostReplayOptions, replayAsHost } from "./replay/as_host.ts";
export type { Difference, ReplayReport } from "./replay/difference.ts";
export { IGNORED_BY_DEFAULT, IgnoredPaths, type PathStep } from "./replay/ignored_paths.ts";
export type { LiveSecrets } from "./replay/live_secrets.ts";
export {
  type NumberedFrame,
  type RecordedConnection,
  recordedConnections,
  type RecordedExchange,
} from "./replay/recorded_connection.ts";
export { Tap, type TapOptions } from "./tap.ts";
export { captureOf } from "./wireshark/capture.ts";
export { dissectorLua } from "./wireshark/dissector.ts";
