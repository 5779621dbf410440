/**
 * The verbs of `fluxwire jumpstarter`, each with its usage.
 *
 * @module
 */
import { JSON_FLAG } from "@fluxwire/command";
import type { Verb } from "@fluxwire/command/program";
import { CONFIG_FLAGS } from "./config_flags.ts";
import { DIRECT_FLAGS } from "./direct_flags.ts";
import { LEASE_FLAGS } from "./lease_flags.ts";
import { LISTEN_FLAGS } from "./listeners.ts";

/** `fluxwire jumpstarter run`. */
const RUN: Verb = {
  name: "run",
  usage: "--exporter-config FILE [--tls-grpc-listener [HOST:]PORT]",
  summary: "Offer the devices of a configuration file: where flags say, or to clients of its controller (endpoint)",
  words: [0, 0],
  timeoutMs: null,
  flags: [...CONFIG_FLAGS, ...LISTEN_FLAGS, JSON_FLAG],
  load: () => import("./run.ts"),
};

/** `fluxwire jumpstarter shell`. */
const SHELL: Verb = {
  name: "shell",
  usage: "--exporter-config FILE | --tls-grpc HOST:PORT | --client ALIAS --selector LABELS [-- COMMAND ARGS...]",
  summary: "Run a shell, or a command, in which j reaches the devices of a configuration file, or of an exporter",
  words: [0, 0],
  timeoutMs: null,
  leavesInterrupt: true,
  takesCommand: true,
  flags: [
    ...CONFIG_FLAGS,
    ...DIRECT_FLAGS,
    ...LEASE_FLAGS,
    { name: "exporter-logs", value: null, help: "Show the exporter's log on stderr" },
  ],
  load: () => import("./shell.ts"),
};

/** `fluxwire jumpstarter check`. */
const CHECK: Verb = {
  name: "check",
  usage: "--exporter-config FILE",
  summary: "Read a configuration file and show its devices, without opening them",
  words: [0, 0],
  timeoutMs: 30_000,
  flags: [...CONFIG_FLAGS, JSON_FLAG],
  load: () => import("./check.ts"),
};

/** `fluxwire jumpstarter j`. */
const J: Verb = {
  name: "j",
  usage: "[OPTIONS] [DEVICE...] [COMMAND [ARGS]]",
  summary: "Use the devices of an exporter; without words, show their tree",
  words: [0, Infinity],
  flags: [],
  isRaw: true,
  timeoutMs: null,
  load: () => import("./j.ts"),
};

/** Every verb. */
export const VERBS: readonly Verb[] = [RUN, SHELL, J, CHECK];
