/**
 * Errors for the user: the server's message with its SQLSTATE, the place in the statement, and its hint.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { DatabaseError, type PgError } from "./pg.ts";

/** Classes of SQLSTATE for a lost connection: it failed, or an operator ended it. */
const LOST = /^(08|57P)/;

/** The error of a failed statement. */
export function statementError(error: unknown, text: string): DriverError {
  if (error instanceof DriverError) return error;
  if (error instanceof DatabaseError) {
    const isLost = LOST.test(error.code ?? "");
    return new DriverError(isLost ? "Transport" : "Driver", describe(error, text), { cause: error, retriable: isLost });
  }
  return new DriverError("Transport", `Connection to PostgreSQL lost: ${reasonOf(error)}`, {
    cause: error,
    retriable: true,
  });
}

/** The error of a failed connection. `target` names the server. */
export function connectError(error: unknown, target: string): DriverError {
  const failed = `Cannot connect to PostgreSQL ${target}: `;
  if (error instanceof DatabaseError && !LOST.test(error.code ?? "")) {
    return new DriverError("Driver", failed + describe(error, ""), { cause: error });
  }
  const reason = error instanceof DatabaseError ? describe(error, "") : reasonOf(error);
  return new DriverError("Transport", failed + reason + remedyOf(error), { cause: error, retriable: true });
}

function describe(error: PgError, text: string): string {
  const { code, position, detail, hint, where } = error;
  const facts = [`SQLSTATE ${code}`, ...(position === undefined ? [] : [placeOf(Number(position), text)])];
  const lines = [`${error.message} [${facts.join(", ")}]`];
  if (detail) lines.push(`Detail: ${detail}`);
  if (hint) lines.push(`Hint: ${hint}`);
  if (where) lines.push(`Where: ${where}`);
  return lines.join("\n");
}

/** The place as line and column: the server counts only characters. */
function placeOf(position: number, text: string): string {
  const lines = [...text].slice(0, position - 1).join("").split("\n");
  return `position ${position}: line ${lines.length}, column ${[...lines.at(-1)!].length + 1}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

function remedyOf(error: unknown): string {
  const reason = reasonOf(error);
  if (/ECONNREFUSED|ENOENT|refused|No such file/.test(reason)) {
    return "; see that the server runs, and the host and port";
  }
  if (/ENOTFOUND|getaddrinfo|lookup/.test(reason)) return "; see the host's name";
  if (/password must be/.test(reason)) return "; the server asks for a password: fill it in";
  if (/does not support SSL/.test(reason)) return "; switch TLS off, or on at the server";
  if (/certificate|self.signed|UnknownIssuer/i.test(reason)) {
    return "; name the certificate of its authority, or accept any certificate";
  }
  if (/Requires .* access/.test(reason)) return "; give the driver that permission";
  return "";
}
