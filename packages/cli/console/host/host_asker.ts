/**
 * Asks a host on behalf of a page, which learns of it no control path.
 *
 * @module
 */
import { ownPaths, programMask, SourceError, withoutPaths } from "@fluxwire/console";
import { ConnectionError } from "@fluxwire/transport";
import { askHost, type AskOptions, HostError, type Question } from "@fluxwire/supervise";

/** Asks the host of one control socket. */
export class HostAsker {
  readonly #path: string;
  readonly #control: readonly string[];
  /** What a program of the host writes, without folders of this machine. */
  readonly programText: (text: string) => string;

  /**
   * @param path The control socket.
   * @param isOwn Whether it is the one of the user, which commands find without its name.
   */
  constructor(path: string, isOwn: boolean) {
    this.#path = path;
    this.#control = isOwn ? [] : ["--control", withoutPaths(path)];
    this.programText = programMask([path, ...ownPaths()]);
  }

  /** A command to copy; it names the control socket, unless it is the user's own, without its folders. */
  command(...words: string[]): string {
    return ["deno task host", ...[...words, ...this.#control].map(quoted)].join(" ");
  }

  /** Why no host answers. */
  absent(message: string, cause?: unknown): SourceError {
    return new SourceError({ code: "HostNotRunning", message, remedy: `Start one: ${this.command("run")}` }, cause);
  }

  /** What a request threw, for a page. */
  failure(error: unknown): SourceError {
    const { code, message } = error as { code?: unknown; message?: string };
    const isAway = error instanceof HostError && error.code === "HostNotRunning" ||
      error instanceof ConnectionError && error.code === "SocketUnreachable";
    if (isAway) return this.absent("No host runs on this control socket", error);
    const known = typeof code === "string" ? code : "Defect";
    return new SourceError({ code: known, message: withoutPaths(message ?? String(error)), remedy: null }, error);
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
      throw this.failure(error);
    }
  }
}

/** A word of a command line, for a shell. */
function quoted(word: string): string {
  return /^[\w.@%+=:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
