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
    { name: "template", value: "NAME", help: "Define the models of a template that the log lacks: nx, for NX devices" },
    { name: "check", value: null, help: "Print the effective configuration without secrets, and end" },
    { name: "rebuild", value: null, help: "Empty model storage and make it from the log again, then serve" },
    { name: "json-log", value: null, help: "Write the log as JSON, a line for each record" },
    JSON_FLAG,
  ],
  load: () => import("./serve.ts"),
};

/** Verbs for the data of a server that does not run. */
const DATA: readonly Verb[] = [
  {
    name: "verify",
    usage: "",
    summary: "Read every line of the log and every snapshot, and change nothing",
    words: [0, 0],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./verify.ts"),
  },
  {
    name: "rebuild",
    usage: "",
    summary: "Make model storage from the log again, and show its digest",
    words: [0, 0],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./rebuild.ts"),
  },
  {
    name: "snapshot",
    usage: "",
    summary: "Write a snapshot, from which the next start goes on",
    words: [0, 0],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./snapshot.ts"),
  },
  {
    name: "compact",
    usage: "",
    summary: "Move the beginning of the log, which a snapshot has, to its archive",
    words: [0, 0],
    timeoutMs: null,
    flags: [
      CONFIG,
      { name: "before", value: "SEQ", help: "The place of the first event that stays; it must be behind a snapshot" },
      { name: "delete", value: null, help: "Delete the segments instead of moving them: their history is lost" },
      JSON_FLAG,
    ],
    load: () => import("./compact.ts"),
  },
  {
    name: "backup",
    usage: "FILE",
    summary: "Save the log and a snapshot as a tar archive, without secrets; - is stdout",
    words: [1, 1],
    timeoutMs: null,
    flags: [
      CONFIG,
      { name: "without-history", value: null, help: "Leave out what the snapshot has: history then starts there" },
      JSON_FLAG,
    ],
    load: () => import("./backup.ts"),
  },
  {
    name: "restore",
    usage: "FILE",
    summary: "Put a backup into a data folder that has no events; - is stdin",
    words: [1, 1],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./restore.ts"),
  },
  {
    name: "export",
    usage: "FILE",
    summary: "Save the definitions of all models with their hooks, as JSON; - is stdout",
    words: [1, 1],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./export.ts"),
  },
  {
    name: "import",
    usage: "FILE",
    summary: "Define the models of a file that are missing; - is stdin",
    words: [1, 1],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./import.ts"),
  },
  {
    name: "secrets",
    usage: "list|set|delete|rotate [NAME]",
    summary: "List, keep and delete secrets, or exchange the private key that seals them; set reads stdin",
    words: [1, 2],
    timeoutMs: null,
    flags: [
      CONFIG,
      { name: "new-key", value: "PATH", help: "Of rotate: the new private key, a path or env:NAME" },
      { name: "new-passphrase-env", value: "NAME", help: "Of rotate: the variable with the new passphrase" },
      JSON_FLAG,
    ],
    load: () => import("./secrets.ts"),
  },
  {
    name: "keys",
    usage: "[list | create ID | rotate ID | revoke ID]",
    summary: "List, make, rotate or revoke API keys; the text of a new key is shown this once",
    words: [0, 2],
    timeoutMs: null,
    flags: [
      CONFIG,
      { name: "scopes", value: "LIST", help: "Of a new key: admin, or role:NAME and MODEL:ACTION with commas between" },
      {
        name: "expires",
        value: "TIME",
        help: "Of a new key: when it ends, such as 2030-01-01T00:00:00Z (default never)",
      },
      JSON_FLAG,
    ],
    load: () => import("./keys.ts"),
  },
  {
    name: "doctor",
    usage: "",
    summary: "Find what the configuration, the rules of models and the keys leave open; 8 if something is",
    words: [0, 0],
    timeoutMs: null,
    flags: [CONFIG, JSON_FLAG],
    load: () => import("./doctor.ts"),
  },
];

/** Every verb. */
export const VERBS: readonly Verb[] = [SERVE, ...DATA];
