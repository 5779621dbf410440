/**
 * Logs and messages without the secrets that a driver was told: a database's error may repeat the address it was given.
 *
 * @module
 */
import { Secrets } from "@fluxwire/transport/secrets";
import type { Log, LogLevel } from "./log.ts";

/** Takes secrets, before anything may repeat them. */
export type AddSecrets = (secrets: readonly (string | null | undefined)[]) => void;

/** A log whose lines say no secret. */
export function maskedLog(log: Log, secrets: Secrets): Log {
  const masked = (level: LogLevel): Log["info"] => (text, fields = {}) =>
    log[level](secrets.mask(text), maskedTexts(fields, secrets));
  return { debug: masked("debug"), info: masked("info"), warn: masked("warn"), error: masked("error") };
}

/** A message in whose own texts every secret is masked. */
export function maskedTexts<T extends object>(message: T, secrets: Secrets): T {
  const masked = Object.entries(message).map((
    [key, part],
  ) => [key, typeof part === "string" ? secrets.mask(part) : part]);
  return Object.fromEntries(masked) as T;
}

/**
 * Where the secrets of a session are told, and its log. The connection looks for them until `told` is disposed, the log
 * always: what a session runs may go on, and speak, after its end.
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
      if (omitted > 0) ownLog.warn("more secrets were told than are looked for; errors may repeat them", { omitted });
    },
  };
}
