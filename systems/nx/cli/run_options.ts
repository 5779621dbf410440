/**
 * The options of `fluxwire nx run`.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import { resolve } from "node:path";
import { defaultControlPath, type LogLevel, stateFolder } from "@fluxwire/supervise";
import { LEVELS, type LogFormat } from "../log/record.ts";

/** The publishers that there are. */
const PUBLISHERS = ["file", "noop", "core"] as const;

/** A publisher by its word. */
export type PublisherWord = typeof PUBLISHERS[number];

/** All paths are absolute. */
export interface RunOptions {
  readonly instances: string;
  readonly driversDir: string;
  readonly outDir: string;
  readonly publishers: readonly PublisherWord[];
  readonly publisherDir: string;
  readonly socketPath: string;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Null for logs in memory only. */
  readonly logDir: string | null;
  readonly controlPath: string;
  readonly requireToken: boolean;
}

/**
 * Reads the flags of `run`.
 *
 * @throws {UsageError} `missing -instances`; a word or path that cannot be used.
 */
export function runOptions(flags: Flags): RunOptions {
  const instances = flags.text("instances");
  if (instances === null) throw new UsageError("missing -instances");
  const path = (name: string, otherwise: string) => resolve(flags.text(name) ?? otherwise);
  return {
    instances: resolve(instances),
    driversDir: path("drivers_dir", "./drivers"),
    outDir: path("out_dir", "./run"),
    publishers: publishersOf(flags.text("publisher") ?? "file"),
    publisherDir: path("publisher_dir", "./out"),
    socketPath: path("internal_grpc_sock", "/tmp/nxdriver-host.sock"),
    logLevel: flags.choice("log_level", LEVELS) ?? "info",
    logFormat: flags.choice("log_format", ["text", "json"] as const) ?? "text",
    logDir: flags.has("no_log_files") ? null : logDirOf(flags),
    controlPath: controlPathOf(flags),
    requireToken: flags.has("require_token"),
  };
}

/** The control socket of a host. @throws {UsageError} if no folder for it is known. */
export function controlPathOf(flags: Flags): string {
  const path = flags.text("control");
  if (path !== null) return Deno.build.os === "windows" ? path : resolve(path);
  return usable(() => defaultControlPath("driver-host"));
}

function logDirOf(flags: Flags): string {
  const path = flags.text("log_dir");
  return path === null ? usable(() => `${stateFolder()}/nx-logs`) : resolve(path);
}

function publishersOf(text: string): PublisherWord[] {
  return text.split(",").map((word) => {
    const known = PUBLISHERS.find((known) => known === word);
    if (known !== undefined) return known;
    throw new UsageError(`Cannot use -publisher ${text}: ${JSON.stringify(word)} is none of ${PUBLISHERS.join(", ")}`);
  });
}

function usable(folder: () => string): string {
  try {
    return folder();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
