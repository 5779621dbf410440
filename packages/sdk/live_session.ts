/**
 * An open session of a connection: runs its calls in order, and can be cancelled and closed at any time.
 *
 * @module
 */
import { type Clock, within } from "@fluxwire/transport";
import type { DriverResponseBody } from "@fluxwire/wire";
import type { Call, EndReason } from "./call.ts";
import type { Log } from "./log.ts";
import type { Session } from "./methods/session.ts";
import { LimitTimer } from "./limit_timer.ts";
import type { StatementLimit } from "./statement_limit.ts";

/** How long `close` waits for a method whose call has ended, in milliseconds: a method may ignore its signal. */
export const CLOSE_GRACE_MS = 500;

/** An open session and its calls. */
export class LiveSession {
  /** The session's log, which masks its secrets. */
  readonly log: Log;
  /** Forgets the session's secrets when disposed, once the session's last answer and log line are written. */
  readonly secrets: DisposableStack;
  readonly #limit: LimitTimer | null;
  readonly #clock: Clock;
  readonly #calls = new Set<Call>();
  /** Settles when the work of all calls so far has ended. */
  #work: Promise<unknown> = Promise.resolve();
  /** Settles when all calls so far are answered: work that does not listen to its signal may go on. */
  #answered: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;
  #hasRelationalSchema = false;

  /** @param session What the driver's `open` gave. */
  constructor(
    readonly id: string,
    readonly session: Session,
    { log, secrets, limit, clock }: { log: Log; secrets: DisposableStack; limit: StatementLimit | null; clock: Clock },
  ) {
    this.#clock = clock;
    this.#limit = limit === null ? null : new LimitTimer(limit, clock);
    this.log = log;
    this.secrets = secrets;
  }

  /** Whether it has answered Schema with a relational structure: the host's tree then shows tables. */
  get hasRelationalSchema(): boolean {
    return this.#hasRelationalSchema;
  }

  /** Runs a call after all earlier ones. A call that is ended while it waits is answered without being started. */
  run(call: Call, step: () => Promise<DriverResponseBody>): Promise<DriverResponseBody> {
    this.#calls.add(call);
    const answered = this.#answered, before = this.#work;
    let work = before;
    const answer = call.run(async () => {
      await answered;
      if (!call.isAnswered) this.#limit?.start(call);
      await before;
      call.signal.throwIfAborted();
      const result = step();
      work = result;
      const body = await result;
      this.#hasRelationalSchema ||= body.type === "Schema" && body.schema.structure?.type === "Relational";
      return body;
    }, this.log);
    // The next call waits for the work itself, which may go on after an ended call was answered; its time limit then
    // runs.
    this.#work = answer.then(() => work).catch(() => {});
    this.#answered = answer.finally(() => this.#calls.delete(call));
    return answer;
  }

  /** Ends all running and waiting calls. */
  end(reason: EndReason): void {
    for (const call of this.#calls) call.end(reason);
  }

  /** Ends the calls and closes the session, once: when the method that runs has returned, or had its grace. */
  close(reason: EndReason): Promise<void> {
    this.end(reason);
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#limit?.stop();
    if (this.session.close === undefined) return;
    await within(this.#work, CLOSE_GRACE_MS, this.#clock);
    await this.session.close();
  }
}
