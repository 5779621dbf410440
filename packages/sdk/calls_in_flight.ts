/**
 * The calls of one connection that wait for their answers: bounded in number, answered when they are done.
 *
 * @module
 */
import type { Secrets } from "@fluxwire/transport/secrets";
import type { DriverResponseBody } from "@fluxwire/wire";
import type { Answers, Header } from "./answers.ts";

/** The calls of a connection that are not yet answered. */
export class CallsInFlight {
  readonly #answers: Answers;
  readonly #secrets: Secrets;
  readonly #maxInFlight: number;
  readonly #calls = new Set<Promise<void>>();
  #isDraining = false;

  /** @param secrets Masked in every answer. */
  constructor(answers: Answers, { secrets, maxInFlight }: { secrets: Secrets; maxInFlight: number }) {
    this.#answers = answers;
    this.#secrets = secrets;
    this.#maxInFlight = maxInFlight;
  }

  /**
   * Starts a call unless too many are running, and sends its answer when it is ready. Returns at once.
   *
   * @param start Must not reject.
   * @param answered Called with the answer once it has been sent.
   */
  run(
    header: Header,
    start: () => Promise<DriverResponseBody>,
    answered: (body: DriverResponseBody) => void = () => {},
  ): void {
    if (this.#isDraining) return this.#answers.fail(header, "Transport", "Driver is shutting down", true);
    if (this.#calls.size >= this.#maxInFlight) {
      const text =
        `Cannot accept request: maxInFlight ${this.#maxInFlight} wait for their answers; send it again after one`;
      return this.#answers.fail(header, "InvalidRequest", text, true);
    }
    const call = start().then((body) => {
      this.#calls.delete(call);
      const sessionId = body.type === "SessionOpened" ? body.sessionId : header.sessionId;
      this.#answers.send({ ...header, sessionId }, this.#masked(body));
      answered(body);
    });
    this.#calls.add(call);
  }

  /** Takes no more calls, and resolves when those that run are answered. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    await Promise.all(this.#calls);
  }

  /** Masks secrets: a database's error may repeat the connection's address. */
  #masked(body: DriverResponseBody): DriverResponseBody {
    return body.type === "Error" ? { ...body, message: this.#secrets.mask(body.message) } : body;
  }
}
