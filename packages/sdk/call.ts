/**
 * One call: runs a step with a signal and a deadline, and turns every outcome into one answer.
 *
 * @module
 */
import { type Clock, MAX_TIMER_MS, SYSTEM_CLOCK, TIMED_OUT, within } from "@fluxwire/transport";
import type { DriverRequestBody, DriverResponseBody } from "@fluxwire/wire";
import { MalformedError, RpcError } from "@fluxwire/wire/internal";
import { DriverError } from "./errors.ts";
import { inDoubt, isWhole, LATE_GRACE_MS, MAX_GRACE_MS, mayWrite, writtenRows } from "./late_write.ts";
import type { Log } from "./log.ts";

/** Why a call was ended from outside. */
export type EndReason = "cancelled" | "timeout" | "closed" | "shutdown";

/** A call in progress. */
export class Call {
  readonly #abort = new AbortController();
  readonly #ended: Promise<RpcError>;
  readonly #end: (error: RpcError) => void;
  readonly #clock: Clock;
  #timer: unknown;
  #isAnswered = false;
  #graceMs = LATE_GRACE_MS;
  /** The request whose method has begun, unless it changes nothing. */
  #begun: DriverRequestBody["type"] | null = null;
  /** What was thrown, if that does not mean that nothing was done. */
  #doubt: DriverError | null = null;
  #deadline: number | null;

  /**
   * @param timeoutMs Time limit from now on; null for none.
   * @param clock The clock that measures the time limit.
   */
  constructor(timeoutMs: number | null, clock: Clock = SYSTEM_CLOCK) {
    const { promise, resolve } = Promise.withResolvers<RpcError>();
    this.#ended = promise;
    this.#end = resolve;
    this.#clock = clock;
    this.#deadline = timeoutMs === null ? null : clock.now() + timeoutMs;
    if (timeoutMs === null) return;
    this.#timer = clock.setTimeout(() => this.end("timeout"), Math.min(timeoutMs, MAX_TIMER_MS));
  }

  /** The deadline, in milliseconds since 1970; null without a limit. */
  get deadline(): number | null {
    return this.#deadline;
  }

  /** Whether its answer is decided; nothing else may then be sent for it. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Aborted when the call is ended from outside. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The method of its request begins. */
  begin(request: DriverRequestBody["type"]): void {
    this.#begun = request;
  }

  /** Its method changes nothing. */
  readsOnly(): void {
    this.#begun = null;
  }

  /** Lets the answer of an ended call wait that long for its method, at most {@link MAX_GRACE_MS}. */
  settlesWithin(ms: number): void {
    if (!(ms >= 0 && ms <= MAX_GRACE_MS)) {
      throw new RangeError(`Cannot wait ${ms} ms for a method: it must be from 0 to ${MAX_GRACE_MS}`);
    }
    this.#graceMs = ms;
  }

  /**
   * Ends the call: its answer is this end, unless its step has written, and says so soon enough. If it may have written
   * without saying so, the answer says that.
   */
  end(reason: EndReason): void {
    // Nothing waits for the answer of a session or a driver that ends.
    if (reason === "closed" || reason === "shutdown") this.#graceMs = 0;
    this.endWith(endError(reason));
  }

  /**
   * Sets the deadline to the end of a limit, unless it is earlier already.
   *
   * @returns Whether the limit decides.
   */
  limit(end: number): boolean {
    if (this.#deadline !== null && this.#deadline <= end) return false;
    this.#deadline = end;
    return true;
  }

  /** Ends the call as {@link end} does, with this error. */
  endWith(error: RpcError): void {
    this.#clock.clearTimeout(this.#timer);
    if (this.#abort.signal.aborted) return;
    this.#end(error);
    this.#abort.abort(error);
  }

  /** Runs the step and resolves with its answer; never rejects. */
  async run(step: () => Promise<DriverResponseBody>, log: Log): Promise<DriverResponseBody> {
    const outcome = Promise.try(step).catch((error: unknown) => {
      if (error instanceof DriverError && error.mayBeDone) this.#doubt = error;
      return toErrorBody(error, log);
    });
    const ended = this.#ended.then((error) => this.#endedBody(error, outcome, log));
    // The error of a step that was interrupted is not the answer.
    const undisturbed = outcome.then((body) => this.#abort.signal.aborted ? ended : body);
    try {
      return await Promise.race([ended, undisturbed]);
    } finally {
      this.#isAnswered = true;
      this.#clock.clearTimeout(this.#timer);
    }
  }

  /** The answer of an ended call. A write that ends later is logged: nothing else can tell of it then. */
  async #endedBody(error: RpcError, outcome: Promise<DriverResponseBody>, log: Log): Promise<DriverResponseBody> {
    const late = this.#graceMs === 0 ? TIMED_OUT : await within(outcome, this.#graceMs, this.#clock);
    const isWriting = this.#begun !== null && mayWrite(this.#begun);
    if (late === TIMED_OUT) {
      outcome.then((body) => {
        const rows = writtenRows(body);
        if (rows > 0n) {
          log.warn("a write ended after its call was answered", { answer: error.code, rows: String(rows) });
        }
      });
      return toErrorBody(isWriting ? inDoubt(error) : error, log);
    }
    if (this.#doubt !== null) return toErrorBody(inDoubt(error, this.#doubt.message), log);
    if (late.type === "Error" || !isWriting) return toErrorBody(error, log);
    return isWhole(late) ? late : toErrorBody(inDoubt(error), log);
  }
}

function endError(reason: EndReason): RpcError {
  switch (reason) {
    case "cancelled":
      return new RpcError("Cancelled", "Query cancelled");
    case "timeout":
      return new RpcError("Timeout", "Query timed out", { retriable: true });
    case "closed":
      return new RpcError("Cancelled", "Session closed");
    case "shutdown":
      return new RpcError("Transport", "Driver is shutting down", { retriable: true });
  }
}

/**
 * The answer to a failed call. Errors not meant for the user go to the log, under an id that the answer names; only Deno's
 * own words for a missing permission are for the user, who alone can give it.
 */
export function toErrorBody(error: unknown, log: Log): DriverResponseBody {
  if (error instanceof RpcError) {
    const { code, message, retriable } = error;
    return { type: "Error", code, message, retriable };
  }
  if (error instanceof MalformedError) {
    return { type: "Error", code: "Internal", message: error.message, retriable: false };
  }
  if (error instanceof Error && error.name === "NotCapable") {
    const message = `The driver lacks a permission: ${error.message}`;
    return { type: "Error", code: "Driver", message, retriable: false };
  }
  const id = crypto.randomUUID();
  log.error("call failed", { id, error: thrownText(error) });
  return {
    type: "Error",
    code: "Internal",
    message: `Internal driver error ${id}; the driver's log has details`,
    retriable: false,
  };
}

/** The thrown value as text. Any value can be thrown, even one that throws when inspected; the driver survives that. */
function thrownText(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.stack ?? thrown.message) : Deno.inspect(thrown);
  } catch {
    return "a value that cannot be printed";
  }
}
