/**
 * Steps that happen as a whole or not at all.
 *
 * @module
 */
import type { Context } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import type { Runner } from "./statement.ts";

/** The statements around a step, and those that undo it. */
interface Brackets {
  readonly begin: string;
  readonly end: string;
  readonly undo: readonly string[];
}

const TRANSACTION: Brackets = { begin: "BEGIN", end: "COMMIT", undo: ["ROLLBACK"] };

/** Inside a transaction of the user's, which must go on. */
const SAVEPOINT: Brackets = {
  begin: "SAVEPOINT fluxwire_row",
  end: "RELEASE SAVEPOINT fluxwire_row",
  undo: ["ROLLBACK TO SAVEPOINT fluxwire_row", "RELEASE SAVEPOINT fluxwire_row"],
};

/**
 * Runs a step atomically, also inside a transaction of the user's. A database without savepoints cannot undo it there:
 * then the step runs as it is.
 *
 * @param isInside Whether the user has begun a transaction.
 */
export async function atomically<T>(
  runner: Runner,
  { isInside, dialect }: { isInside: boolean; dialect: Dialect },
  context: Context,
  step: () => Promise<T>,
): Promise<T> {
  if (isInside && !dialect.savepoints) return await step();
  const { begin, end, undo } = isInside ? SAVEPOINT : TRANSACTION;
  await runner.control(begin, context);
  try {
    // A call that ended while the transaction began must not begin its step: nothing would end that.
    context.signal.throwIfAborted();
    const result = await step();
    await runner.control(end, context);
    return result;
  } catch (error) {
    // Without the call's signal: it may be the cause, and the step must still be undone.
    const calm = { ...context, signal: new AbortController().signal };
    try {
      for (const text of undo) await runner.control(text, calm);
    } catch {
      // The connection or the transaction is gone, and with it the step; the first error says why.
    }
    throw error;
  }
}
