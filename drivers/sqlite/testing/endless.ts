/**
 * Statements that do not end by themselves, for tests that end them.
 *
 * @module
 */
import { FreshFile, Opened } from "./opened.ts";

const NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

/** Creates the table `started`, which can be read during a write. */
export const STARTED = "PRAGMA journal_mode = WAL; CREATE TABLE started(a)";

/** Records its start in the table `started`, and then never returns a row. */
export const ENDLESS: string = `INSERT INTO started VALUES (1); ${NUMBERS} SELECT count(*) FROM n`;

/** Returns a row now and then, without end. */
export const ENDLESS_ROWS: string = `${NUMBERS} SELECT i FROM n WHERE i % 1000 = 0`;

/** Resolves when a number of endless statements have begun. */
export async function untilStarted(watcher: Opened, count: bigint): Promise<void> {
  while ((await watcher.rows("SELECT count(*) FROM started"))[0]![0] !== count);
}

/** A session on a file with the table `started`, and another that reads it. */
export class Watched implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #watcher: Opened;
  /** The session whose statements are watched. */
  readonly opened: Opened;

  private constructor(stack: AsyncDisposableStack, opened: Opened, watcher: Opened) {
    this.#stack = stack;
    this.opened = opened;
    this.#watcher = watcher;
  }

  static async open(): Promise<Watched> {
    await using stack = new AsyncDisposableStack();
    const { path } = stack.use(await FreshFile.make());
    const opened = stack.use(await Opened.open({ path }));
    await opened.rows(STARTED);
    const watcher = stack.use(await Opened.open({ path }));
    return new Watched(stack.move(), opened, watcher);
  }

  /** Resolves when a number of endless statements have begun. */
  async started(count: bigint): Promise<void> {
    await untilStarted(this.#watcher, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
