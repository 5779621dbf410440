/**
 * The time limit of a session's requests, which the user chooses in the connection form.
 *
 * @module
 */
import { RpcError } from "@fluxwire/wire/internal";
import type { Form } from "./form.ts";

/** The time limit of a request. */
export interface StatementLimit {
  /** The limit in milliseconds. */
  ms: number;
  /** The answer to a request that exceeds it. */
  error: RpcError;
}

/**
 * Checks that the field of a statement timeout is a number field.
 *
 * @throws {TypeError} for an id that is not the id of a number field.
 */
export function checkLimitField(form: Form<unknown>, id: string | undefined): void {
  if (id === undefined || fieldOf(form, id)?.kind.type === "Number") return;
  throw new TypeError(
    `Cannot define driver: statementTimeoutField names ${JSON.stringify(id)}, which is not a number field of the form`,
  );
}

/**
 * The limit in a form's values.
 *
 * @param id The field that holds the seconds; undefined for a driver without such a field.
 * @returns The limit; null if the field is empty, 0 or absent.
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
