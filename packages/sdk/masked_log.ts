/**
 * Masks a driver's secrets in logs and messages: a database's error may repeat the address it was given.
 *
 * @module
 */
import { Secrets } from "@fluxwire/transport/secrets";
import type { Log, LogLevel } from "./log.ts";

/** Adds secrets to mask, before any text can repeat them. */
export type AddSecrets = (secrets: readonly (string | null | undefined)[]) => void;

/** A log that masks secrets in its lines. */
export function maskedLog(log: Log, secrets: Secrets): Log {
  const masked = (level: LogLevel): Log["info"] => (text, fields = {}) =>
    log[level](secrets.mask(text), maskedTexts(fields, secrets));
  return { debug: masked("debug"), info: masked("info"), warn: masked("warn"), error: masked("error") };
}

/** Masks every secret in the top-level texts of a message. */
export function maskedTexts<T extends object>(message: T, secrets: Secrets): T {
  const masked = Object.entries(message).map((
    [key, part],
  ) => [key, typeof part === "string" ? secrets.mask(part) : part]);
  return Object.fromEntries(masked) as T;
}

/**
 * Adds the secrets of a session, and masks them in its log. The connection masks them until `held` is disposed, the
 * session's log always: work of the session may go on and log after its end.
 */
export function sessionSecrets(
  log: Log,
  connection: Secrets,
  held: DisposableStack,
): { log: Log; addSecrets: AddSecrets } {
  const own = new Secrets(), ownLog = maskedLog(log, own);
  return {
    log: ownLog,
    addSecrets: (secrets) => {
      const before = Math.max(own.omitted, connection.omitted);
      own.add(secrets);
      held.use(connection.add(secrets));
      const omitted = Math.max(own.omitted, connection.omitted) - before;
      if (omitted > 0) ownLog.warn("too many secrets to mask them all; errors may repeat some", { omitted });
    },
  };
}
