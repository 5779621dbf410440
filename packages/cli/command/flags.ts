/**
 * The options of the command line.
 *
 * @module
 */
import { type Flag, HELP_FLAG, JSON_FLAG } from "@fluxwire/command";
import { LAYOUTS, ROLES } from "@fluxwire/wire/tables";

/** The options that every verb takes. */
export const COMMON_FLAGS: readonly Flag[] = [
  JSON_FLAG,
  {
    name: "timeout",
    value: "MS",
    help:
      "Time limit for the whole command in milliseconds, starting the driver included (default 30000 with a driver)",
  },
  { name: "token-env", value: "NAME", help: "The variable that holds the token (default DBFLUX_DRIVER_IPC_TOKEN)" },
  HELP_FLAG,
  { name: "version", value: null, help: "Show the version" },
];

/** The option that sends secrets to drivers of other users. */
export const ANY_OWNER_FLAG: Flag = {
  name: "any-owner",
  value: null,
  help: "Send tokens and secrets also to drivers that another user has started",
};

/** The options that choose a driver and how to start it. */
export const START_FLAGS: readonly Flag[] = [
  { name: "socket", value: "ID", help: "The socket of a running driver" },
  {
    name: "service",
    value: "ID",
    help: "A configured service: used if it runs, otherwise started and stopped",
  },
  { name: "config", value: "FILE", help: "The file with the service: a config.json or dbflux.db (default: yours)" },
  {
    name: "env",
    value: "NAME",
    isRepeatable: true,
    help: "A variable to pass to a started driver; only a few others are passed on",
  },
  ANY_OWNER_FLAG,
];

/** The options of verbs that speak to a driver. */
export const DRIVER_FLAGS: readonly Flag[] = [
  ...START_FLAGS,
  {
    name: "layout",
    value: "L",
    choices: ["auto", ...LAYOUTS],
    help: `The release's layout to speak: auto, ${LAYOUTS.join(", ")} (default auto)`,
  },
];

/** The options of verbs that open a session. */
export const SESSION_FLAGS: readonly Flag[] = [
  { name: "value", value: "ID=VALUE", isRepeatable: true, help: "A value of the form; others keep their defaults" },
  { name: "password-env", value: "NAME", help: "The variable that holds the form's password" },
  { name: "profile", value: "JSON|@FILE", help: "A whole profile, or a built-in configuration, instead of the form" },
];

/** The options of verbs that show rows. */
export const FORMAT_FLAGS: readonly Flag[] = [
  {
    name: "format",
    value: "F",
    choices: ["table", "csv", "tsv", "jsonl", "markdown", "vertical"],
    help: "How rows are written: table, csv, tsv, jsonl, markdown or vertical (default table)",
  },
  { name: "wide", value: null, help: "Keep each row of a table on one line, however wide the terminal is" },
];

/** The option that permits something to a driver's module. */
export const ALLOW_FLAG: Flag = {
  name: "allow",
  value: "PERMISSION",
  isRepeatable: true,
  help: "A further permission of the driver, as Deno writes it behind --allow-: read=/data, run=git",
};

/** The options of verbs that write one row. */
export const KEY_FLAGS: readonly Flag[] = [
  {
    name: "key",
    value: "COLUMN=VALUE",
    isRepeatable: true,
    help: "A column of the row's key, and its value; once for each",
  },
];

/** The options of verbs that read and write messages. */
export const MESSAGE_FLAGS: readonly Flag[] = [
  { name: "layout", value: "L", choices: LAYOUTS, help: `The layout: ${LAYOUTS.join(", ")}` },
  { name: "role", value: "ROLE", choices: ROLES, help: `The kind of message: ${ROLES.join(", ")}` },
  { name: "framed", value: null, help: "Read or write the frame's length prefix too" },
];
