/**
 * How long the requests of a session may run: a number of seconds that the user chooses in the connection form.
 *
 * @module
 */
import { RpcError } from "@fluxwire/wire";
import type { Form } from "./form.ts";

/** What ends a request that runs too long. */
export interface StatementLimit {
  /** How long it may run, in milliseconds. */
  ms: number;
  /** The error that it is then answered with. */
  error: RpcError;
}

/**
 * Checks that the field of a statement timeout is one that holds a number.
 *
 * @throws {TypeError} for an id that no number field of the form has.
 */
export function checkLimitField(form: Form<unknown>, id: string | undefined): void {
  if (id === undefined || fieldOf(form, id)?.kind.type === "Number") return;
  throw new TypeError(
    `Cannot define driver: statementTimeoutField names ${JSON.stringify(id)}, which is no number field of the form`,
  );
}

/**
 * The limit that a form's values set.
 *
 * @param id The field that holds the seconds; undefined for a driver without such a field.
 * @returns Null where the field is empty or 0, or there is none.
 */
export function statementLimit(form: Form<unknown>, id: string | undefined, values: unknown): StatementLimit | null {
  if (id === undefined) return null;
  const seconds = (values as Record<string, number | null>)[id] ?? 0;
  if (seconds === 0) return null;
  const label = fieldOf(form, id)?.label ?? id;
  const text = `Statement stopped after ${seconds} s: that is the connection's "${label}"; ` +
    "set it higher, or to 0 for no limit, and connect again";
  return { ms: 1_000 * seconds, error: new RpcError("Timeout", text, { retriable: true }) };
}

function fieldOf({ definition }: Form<unknown>, id: string) {
  return definition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields).find((one) =>
    one.id === id
  );
}
