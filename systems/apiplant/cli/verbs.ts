/**
 * The verbs of `fluxwire apiplant`, each with its usage.
 *
 * @module
 */
import { type Flag, JSON_FLAG } from "@fluxwire/command";
import type { Verb } from "@fluxwire/command/program";

const CONFIG: Flag = { name: "config", value: "FILE", help: "The configuration (default config.toml, if it exists)" };

/** `fluxwire apiplant serve`, which is meant where no verb is named. */
export const SERVE: Verb = {
  name: "serve",
  usage: "",
  summary: "Serve models until SIGTERM or SIGINT",
  words: [0, 0],
  timeoutMs: null,
  flags: [
    CONFIG,
    { name: "plugins", value: "FOLDER", help: "Where plugins are (default: plugins.dir of the configuration)" },
    { name: "hooks", value: "FOLDER", help: "Where native hooks are (default: hooks.dir of the configuration)" },
    { name: "address", value: "ADDRESS", help: "Where to listen, such as 127.0.0.1:0 (default: server.mount-address)" },
    { name: "check", value: null, help: "Print the effective configuration without secrets, and end" },
    { name: "rebuild", value: null, help: "Empty model storage and make it from the log again, then serve" },
    { name: "json-log", value: null, help: "Write the log as JSON, a line for each record" },
    JSON_FLAG,
  ],
  load: () => import("./serve.ts"),
};

/** Every verb. */
export const VERBS: readonly Verb[] = [SERVE];
