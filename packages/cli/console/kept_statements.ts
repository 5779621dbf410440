/**
 * The statements that pages have run, kept for the next console in a file that only its owner can read: statements may
 * hold secrets.
 *
 * @module
 */
import { dirname } from "node:path";
import { UsageError } from "@fluxwire/command";
import { stateFolder } from "@fluxwire/supervise";

/** The most statements that are kept of a target, and the most characters of one: longer ones are not kept. */
const MAX_STATEMENTS = 200, MAX_CHARACTERS = 100_000;

/** A line of the file. */
interface Line {
  /** What tells the target from all others. */
  readonly key: string;
  readonly statement: string;
}

/** Those of one target. */
export interface TargetStatements {
  /** The newest first. */
  readonly newest: readonly string[];
  /** Keeps one. @throws {UsageError} If it cannot be written. */
  add(statement: string): void;
}

/** The file of the user. @throws {UsageError} If its folder is not known. */
export function statementsFile(): string {
  try {
    return `${stateFolder()}/console_history.ndjson`;
  } catch (cause) {
    throw new UsageError(`Cannot keep the history: ${(cause as Error).message}`, { cause });
  }
}

/** The statements of all targets. */
export class KeptStatements {
  readonly #path: string;
  readonly #targets = new Map<string, string[]>();

  /**
   * Reads the file, and takes out of it what is too much.
   *
   * @throws {UsageError} If it cannot be read or written.
   */
  constructor(path: string) {
    this.#path = path;
    this.#do(() => {
      Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      for (const { key, statement } of linesOf(path)) this.#take(key, statement);
      const all = [...this.#targets].flatMap(([key, statements]) =>
        statements.map((statement) => lineOf({ key, statement }))
      );
      Deno.writeTextFileSync(path, all.join(""), { mode: 0o600 });
    });
  }

  /** Those of a target, by what tells it from all others: its key. */
  of(key: string): TargetStatements {
    const newest = (): string[] => (this.#targets.get(key) ?? []).toReversed();
    return {
      get newest() {
        return newest();
      },
      add: (statement) => this.#add(key, statement),
    };
  }

  #add(key: string, statement: string): void {
    if (statement.length > MAX_CHARACTERS) return;
    this.#take(key, statement);
    const text = lineOf({ key, statement });
    this.#do(() => Deno.writeTextFileSync(this.#path, text, { append: true, mode: 0o600 }));
  }

  #take(key: string, statement: string): void {
    const others = (this.#targets.get(key) ?? []).filter((one) => one !== statement);
    this.#targets.set(key, [...others, statement].slice(-MAX_STATEMENTS));
  }

  #do(step: () => void): void {
    try {
      step();
    } catch (cause) {
      throw new UsageError(`Cannot keep the history: ${(cause as Error).message}`, { cause });
    }
  }
}

function lineOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** The lines of the file; what is no line of it is left out. */
function linesOf(path: string): Line[] {
  let text = "";
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      const { key, statement } = JSON.parse(line) as Partial<Record<keyof Line, unknown>>;
      return typeof key === "string" && typeof statement === "string" ? [{ key, statement }] : [];
    } catch {
      return [];
    }
  });
}
