/**
 * What `fluxwire apiplant` makes of errors beyond those of every command line.
 *
 * @module
 */
import { type ErrorRules, EXIT } from "@fluxwire/command";
import { ConfigError } from "../config/config.ts";
import { SERVER_EXIT, ServerError, type ServerExit } from "../server/exit.ts";

const CODES: Readonly<Record<ServerExit, string>> = {
  stopped: "Stopped",
  configuration: "ConfigInvalid",
  cannotListen: "CannotListen",
  storageFailed: "StorageFailed",
  logDamaged: "LogDamaged",
  storageLost: "StorageLost",
};

const HINTS: Readonly<Record<ServerExit, string>> = {
  stopped: "start it again",
  configuration: "see all settings by deno task apiplant --check",
  cannotListen: "stop the other server, or set server.mount-address",
  storageFailed: "see the settings of the storage in docs/models.md",
  logDamaged: "see the place by deno task apiplant verify; restore a backup, nothing was changed",
  storageLost: "see the storage's own messages, then start the server again",
};

/** The rules. */
export const RULES: ErrorRules = {
  exitCode(error) {
    if (error instanceof ConfigError) return EXIT.usage;
    return error instanceof ServerError ? SERVER_EXIT[error.exit] : null;
  },
  code(error) {
    if (error instanceof ConfigError) return CODES.configuration;
    return error instanceof ServerError ? CODES[error.exit] : null;
  },
  hint(error) {
    if (error instanceof ConfigError) return HINTS.configuration;
    return error instanceof ServerError ? error.remedy ?? HINTS[error.exit] : null;
  },
};
