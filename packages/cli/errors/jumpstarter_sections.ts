/**
 * The codes of `fluxwire jumpstarter`, beside those of gRPC: a call that a device has failed has the status that the
 * exporter answered.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { ErrorSection } from "./section.ts";

/** What shells answer for a command that is not there. */
const NO_PROGRAM = 127;

/** The exit codes of its commands that fail before anything was called. */
export const JUMPSTARTER_EXITS: Readonly<Record<string, number>> = {
  NoExporter: EXIT.usage,
  HookFailed: EXIT.driverError,
  ProgramMissing: NO_PROGRAM,
};

/** What an exporter sends that is no report, or no handle. */
export const JUMPSTARTER_PROTOCOL_CODES: readonly string[] = ["BadHandle", "BadReport"];

const TREE = "deno task jumpstarter j --host HOST";
const CHECK = "deno task jumpstarter check --exporter-config FILE";

/** One section for each of them, except those that other errors have too. */
export const JUMPSTARTER_SECTIONS: Readonly<Record<string, ErrorSection>> = {
  BadHandle: {
    happened: "The exporter opened a stream for a file, and sent no handle in its headers.",
    causes: ["The other end is no exporter of Jumpstarter.", "A proxy between both drops metadata."],
    remedy: "Connect to the exporter itself.",
    commands: [TREE],
  },
  BadReport: {
    happened: "The exporter's report is no tree of devices, or does not have what was asked for.",
    causes: [
      "A device comes before its parent, there are two roots, or a device has no name.",
      "`connect` with a definition was used on an exporter in Python, which does not report methods.",
    ],
    remedy: "See which devices are reported; use devices of exporters in Python by their names.",
    commands: [TREE],
  },
  CodingFailed: {
    happened: "A file could not be compressed or decompressed.",
    causes: [
      "The file is not in the format that `--compression` names, or it is cut off.",
      "`xz` and `bz2` need the programs `xz` and `bzip2`, which are not installed.",
    ],
    remedy: "Name the file's own format, and install the program that the message names.",
    commands: ["file FILE", "apt-get install xz-utils bzip2"],
  },
  ConfigInvalid: {
    happened: "An exporter's configuration file cannot be used; the message names the place in it.",
    causes: [
      "A key is misspelt, or its value has another type.",
      "A `type` is neither a device of Fluxwire nor a file beside the configuration.",
      "A `ref` names no device, or leads back to itself.",
    ],
    remedy: "Correct the place that the message names, and look at the file without opening a device.",
    commands: [CHECK],
  },
  HookFailed: {
    happened: "The script before the session has failed, and the exporter offers nothing behind it.",
    causes: [
      "`hooks.beforeLease` ended with another code than 0, or took longer than its `timeout`; `onFailure` is not `warn`.",
    ],
    remedy: "Read the script's lines in the exporter's log, and correct it.",
    commands: ["deno task jumpstarter shell --tls-grpc HOST:PORT --exporter-logs -- true"],
  },
  NoExporter: {
    happened: "`j` does not know where the exporter is: the variable `JUMPSTARTER_HOST` is not set.",
    causes: ["It does not run in a shell of `fluxwire jumpstarter shell` or `jmp shell`, and `--host` is missing."],
    remedy: "Name the exporter, or run `j` in such a shell.",
    commands: [TREE, "deno task jumpstarter shell --exporter-config FILE"],
  },
};
