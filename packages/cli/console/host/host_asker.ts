/**
 * Asks a host on behalf of a page, which learns of it no control path.
 *
 * @module
 */
import { ownPaths, programMask, withoutPaths } from "@fluxwire/console";
import { ConnectionError } from "@fluxwire/transport";
import { askHost, type AskOptions, HostError, type Question } from "@fluxwire/supervise";

/** How a host is started. */
const START = "Start one: deno task host run";

/** An error for a page. */
export class HostAnswerError extends Error {
  /** The class's name. */
  override readonly name = "HostAnswerError";
  /** One of the codes of docs/errors.md. */
  readonly code: string;
  /** What to do about it; null if that is not known. */
  readonly remedy: string | null;

  /** What a request to a host threw. */
  constructor(error: unknown) {
    const { code, message } = error as { code?: unknown; message?: string };
    const isAway = error instanceof HostError && error.code === "HostNotRunning" ||
      error instanceof ConnectionError && error.code === "SocketUnreachable";
    super(isAway ? "No host runs on this control socket" : withoutPaths(message ?? String(error)), { cause: error });
    this.code = isAway ? "HostNotRunning" : typeof code === "string" ? code : "Defect";
    this.remedy = isAway ? START : null;
  }
}

/** Asks the host of one control socket. */
export class HostAsker {
  readonly #path: string;
  /** What a program of the host writes, without folders of this machine. */
  readonly programText: (text: string) => string;

  /** @param path The control socket. */
  constructor(path: string) {
    this.#path = path;
    this.programText = programMask([path, ...ownPaths()]);
  }

  /**
   * As `askHost` of `@fluxwire/supervise`.
   *
   * @throws {HostAnswerError} What that throws, without paths.
   */
  async ask(question: Question, options: AskOptions): Promise<unknown> {
    try {
      return await askHost(this.#path, question, options);
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      throw new HostAnswerError(error);
    }
  }
}
