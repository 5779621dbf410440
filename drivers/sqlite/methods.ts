/**
 * The methods of every session; DBFlux's settings show them before any session is open.
 *
 * @module
 */
import type { Session } from "@fluxwire/sdk";
import { SQL_METHODS } from "@fluxwire/sql/methods";

/** Their names. */
export const METHODS: readonly (keyof Session)[] = [
  // SQLite has no user-defined types.
  ...SQL_METHODS.filter((name) => name !== "schemaTypes"),
  "activeDatabase",
  "setActiveDatabase",
  "ping",
  "cleanupAfterCancel",
  "close",
];
