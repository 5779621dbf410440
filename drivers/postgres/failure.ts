/**
 * Errors for the user: the server's message with its SQLSTATE, the place in the statement, and its hint.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { connectFailure } from "@fluxwire/sdk/network";
import { firstWord } from "@fluxwire/sql";
import { DatabaseError, type PgError } from "./pg.ts";

/** SQLSTATEs for a lost connection: it failed, an operator ended it, or its transaction stood or lasted too long. */
const LOST = /^(08|57P|25P0[34])/;

/** The class of SQLSTATE in which a pooler says that its server is gone: it does not know what that has done. */
const UNKNOWN = /^08/;

/** Advice for errors whose own text does not say what to do, by their SQLSTATE. */
const ADVICE: Readonly<Record<string, string>> = {
  "25P02": "An earlier statement of the transaction failed; send ROLLBACK, then this again",
};

/** What an error does not undo. */
const COMMITTED = "What the text committed before stays done";

/** The end of a statement that may have committed parts of itself. */
const MAY_HAVE_COMMITTED = "What it committed itself before that stays done";

/** The end of the error of a statement whose outcome is not known. */
const MAY_BE_DONE = "; the statement may have been carried out: look before you send it again";

/** The server's code for a cancelled statement. */
const CANCELLED = "57014";

/** What commits while it runs. */
const COMMITS = /^(CALL|DO|VACUUM|CLUSTER|REINDEX)$/;

/** A statement that failed. */
export interface FailedStatement {
  /** Its text. */
  text: string;
  /** Whether it may have changed something. */
  mayWrite: boolean;
  /** Whether the connection has ended. */
  isLost: boolean;
  /** Whether it ran in a transaction that was begun before. */
  isInside: boolean;
  /** Whether the text has committed something before. */
  hasCommitted: boolean;
}

/**
 * The error of a failed statement. Only what cannot have changed anything may be tried again, and only outside of a
 * transaction: what was done in it before is lost with the connection.
 */
export function statementError(error: unknown, failed: FailedStatement): DriverError {
  const { text, mayWrite, isLost, isInside, hasCommitted } = failed;
  if (error instanceof DriverError) return error;
  if (error instanceof DatabaseError) {
    // Statements for other servers, and functions of users, fail with the codes of lost connections too.
    const isEnd = isLost && LOST.test(error.code ?? "");
    const isUnknown = isEnd && mayWrite && UNKNOWN.test(error.code!);
    const isPartly = !isInside && (isEnd || error.code === CANCELLED) && commitsItself(text);
    const mayBeDone = hasCommitted || isUnknown || isPartly;
    const said = isUnknown ? MAY_BE_DONE : isPartly ? `\n${MAY_HAVE_COMMITTED}` : "";
    const options = { cause: error, retriable: isEnd && !isInside && !mayBeDone, mayBeDone };
    const rest = hasCommitted ? `\n${COMMITTED}` : said;
    return new DriverError(isEnd ? "Transport" : "Driver", describe(error, text) + rest, options);
  }
  if (!isLost) return new DriverError("Driver", `Cannot run statement: ${messageOf(error)}`, { cause: error });
  const outcome = mayWrite ? MAY_BE_DONE : "";
  const message = `Connection to PostgreSQL lost: ${messageOf(error)}${outcome}`;
  return new DriverError("Transport", message, {
    cause: error,
    retriable: !mayWrite && !isInside,
    mayBeDone: mayWrite,
  });
}

/** Whether a statement commits while it runs, outside of a transaction. */
function commitsItself(text: string): boolean {
  return COMMITS.test(firstWord(text)) || /\bCONCURRENTLY\b/i.test(text);
}

/** The SQLSTATE of a {@link statementError}; empty for errors that are not the server's. */
export function sqlStateOf(error: unknown): string {
  const { cause } = Object(error) as { cause?: unknown };
  return cause instanceof DatabaseError ? cause.code ?? "" : "";
}

/**
 * The SQLSTATE of a {@link statementError} that came before anything was run; empty for others. Errors of functions, which may
 * have committed before, say where they arose.
 */
export function stateBeforeRun(error: unknown): string {
  const { cause } = Object(error) as { cause?: unknown };
  return cause instanceof DatabaseError && cause.where === undefined ? cause.code ?? "" : "";
}

/** The error of a failed connection. `target` names the server. */
export function connectError(error: unknown, target: string): DriverError {
  if (error instanceof DriverError) return error;
  const failed = `Cannot connect to PostgreSQL ${target}: `;
  if (error instanceof DatabaseError) {
    const isEnd = LOST.test(error.code ?? "");
    const remedy = /no encryption|SSL off/.test(error.message) ? "; switch TLS on" : "";
    const text = failed + describe(error, "") + remedy;
    return new DriverError(isEnd ? "Transport" : "Driver", text, { cause: error, retriable: isEnd });
  }
  const reason = messageOf(error);
  if (/password must be/.test(reason)) {
    const text = `${failed}${reason}; the server asks for a password: fill it in`;
    return new DriverError("Driver", text, { cause: error });
  }
  return connectFailure(error, { server: `PostgreSQL ${target}` });
}

function describe(error: PgError, text: string): string {
  const { code, position, detail, hint = ADVICE[code ?? ""], where } = error;
  const facts = [`SQLSTATE ${code}`, ...(position === undefined ? [] : [placeOf(Number(position), text)])];
  const lines = [`${error.message} [${facts.join(", ")}]`];
  if (detail) lines.push(`Detail: ${detail}`);
  if (hint) lines.push(`Hint: ${hint}`);
  if (where) lines.push(`Where: ${where}`);
  return lines.join("\n");
}

/** The place as line and column: the server counts only characters. */
function placeOf(position: number, text: string): string {
  const lines = Array.from(text).slice(0, position - 1).join("").split("\n");
  return `position ${position}: line ${lines.length}, column ${Array.from(lines.at(-1)!).length + 1}`;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
