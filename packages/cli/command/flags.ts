/**
 * The options of the command line.
 *
 * @module
 */
import { LAYOUTS, ROLES } from "@fluxwire/wire";

/** One option. */
export interface Flag {
  /** Its name, without the dashes. */
  name: string;
  /**
   * A letter that stands for it behind one dash.
   *
   * @default {none}
   */
  short?: string;
  /** What its value is, as the help shows it; null for a switch. */
  value: string | null;
  /**
   * The values that it can have, for completion.
   *
   * @default {any value}
   */
  choices?: readonly string[];
  /** Whether it may stand more than once. */
  isRepeatable?: boolean;
  /** What it does. */
  help: string;
}

/** The options that every verb takes. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: "json", value: null, help: "Print one JSON document; a failure is one too" },
  {
    name: "timeout",
    value: "MS",
    help:
      "Time limit for the whole command in milliseconds, starting the driver included (default 30000 with a driver)",
  },
  { name: "token-env", value: "NAME", help: "The variable that holds the token (default DBFLUX_DRIVER_IPC_TOKEN)" },
  { name: "help", short: "h", value: null, help: "Show this help" },
  { name: "version", value: null, help: "Show the version" },
];

/** The option that sends secrets to drivers of other users. */
export const ANY_OWNER_FLAG: Flag = {
  name: "any-owner",
  value: null,
  help: "Send tokens and secrets also to drivers that another user has started",
};

/** The options that say which driver, and how it is started. */
export const START_FLAGS: readonly Flag[] = [
  { name: "socket", value: "ID", help: "A driver that runs, by its socket" },
  {
    name: "service",
    value: "ID",
    help: "A service of the configuration: used where it runs, else started and stopped",
  },
  { name: "config", value: "FILE", help: "The file with the service: a config.json or dbflux.db (default your own)" },
  {
    name: "env",
    value: "NAME",
    isRepeatable: true,
    help: "A variable of ours that a driver gets when it is started; few others are handed down",
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
    help: `Which release's client to be: auto, ${LAYOUTS.join(", ")} (default auto)`,
  },
];

/** The options of verbs that open a session. */
export const SESSION_FLAGS: readonly Flag[] = [
  { name: "value", value: "ID=VALUE", isRepeatable: true, help: "A value of the form; others keep their defaults" },
  { name: "password-env", value: "NAME", help: "The variable that holds the form's password" },
  { name: "profile", value: "JSON|@FILE", help: "A whole profile, or a built-in configuration, in place of the form" },
];

/** The options of verbs that read and write messages. */
export const MESSAGE_FLAGS: readonly Flag[] = [
  { name: "layout", value: "L", choices: LAYOUTS, help: `The layout: ${LAYOUTS.join(", ")}` },
  { name: "role", value: "ROLE", choices: ROLES, help: `What it is: ${ROLES.join(", ")}` },
  { name: "framed", value: null, help: "With the length prefix of the frame" },
];
