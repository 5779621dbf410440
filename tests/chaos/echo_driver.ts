/**
 * A driver that returns a statement and its session, after the milliseconds in the statement.
 *
 * @module
 */
import { defineDriver, type Driver, form, serve } from "@fluxwire/sdk";

/** The driver: its statements are `NONCE DELAY_MS`. */
export const driver: Driver = defineDriver({
  id: "echo",
  name: "Echo",
  version: "1.0.0",
  description: "Returns statements with their sessions",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "echo",
  form: form({}),
  open: () => ({
    async execute({ sql }, { sessionId, signal }) {
      const [nonce, delayMs] = sql.split(" ");
      if (Number(delayMs) > 0) await rest(Number(delayMs), signal);
      return { columns: ["nonce", "session"], rows: [[nonce!, sessionId]] };
    },
  }),
});

function rest(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
  return promise;
}

if (import.meta.main) await serve(driver);
