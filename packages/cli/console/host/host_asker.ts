/**
 * Asks a host on behalf of a page, which learns of it no control path.
 *
 * @module
 */
import { ownPaths, programMask, SourceError, withoutPaths } from "@fluxwire/console";
import { ConnectionError } from "@fluxwire/transport";
import { askHost, type AskOptions, HostError, type Question } from "@fluxwire/supervise";

/** How a host is started. */
export const START: string = "Start one: deno task host run";

/** What a request to a host threw, for a page. */
export function hostFailure(error: unknown): SourceError {
  const { code, message } = error as { code?: unknown; message?: string };
  const isAway = error instanceof HostError && error.code === "HostNotRunning" ||
    error instanceof ConnectionError && error.code === "SocketUnreachable";
  const failure = isAway ? { code: "HostNotRunning", message: "No host runs on this control socket", remedy: START } : {
    code: typeof code === "string" ? code : "Defect",
    message: withoutPaths(message ?? String(error)),
    remedy: null,
  };
  return new SourceError(failure, error);
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
   * @throws {SourceError} What that throws, without paths.
   */
  async ask(question: Question, options: AskOptions): Promise<unknown> {
    try {
      return await askHost(this.#path, question, options);
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      throw hostFailure(error);
    }
  }
}
