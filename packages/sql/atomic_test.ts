import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Context } from "@fluxwire/sdk";
import { atomically } from "./atomic.ts";
import { dialect } from "./dialect.ts";
import { Runner } from "./statement.ts";

/** A database that notes the statements it gets, and the signals of their calls. */
class Noted {
  readonly texts: string[] = [];
  readonly aborted: boolean[] = [];
  readonly #refused: string | null;

  constructor(refused: string | null = null) {
    this.#refused = refused;
  }

  async run(
    isInside: boolean,
    savepoints: boolean,
    step: () => Promise<string>,
    signal?: AbortSignal,
  ): Promise<string> {
    const own = dialect({ name: "Any", savepoints });
    const runner = new Runner(
      ({ text }, context) => {
        this.texts.push(text);
        this.aborted.push(context.signal.aborted);
        return text === this.#refused ? Promise.reject(new Error(`no ${text}`)) : Promise.resolve({});
      },
      own,
      null,
    );
    const context = { signal: signal ?? new AbortController().signal } as Context;
    return await atomically(runner, { isInside, dialect: own }, context, step);
  }
}

const done = () => Promise.resolve("done");

Deno.test("atomically() brackets a step by a transaction, or by a savepoint inside the user's", async () => {
  const outside = new Noted(), inside = new Noted();
  strictEqual(await outside.run(false, true, done), "done");
  deepStrictEqual(outside.texts, ["BEGIN", "COMMIT"]);
  await inside.run(true, true, done);
  deepStrictEqual(inside.texts, ["SAVEPOINT fluxwire_row", "RELEASE SAVEPOINT fluxwire_row"]);
});

Deno.test("atomically() begins nothing inside a transaction of a database without savepoints", async () => {
  const noted = new Noted();
  await noted.run(true, false, done);
  deepStrictEqual(noted.texts, []);
});

Deno.test("atomically() undoes a step that failed, also after its call was aborted, and gives the step's error", async () => {
  const noted = new Noted(), abort = new AbortController();
  const step = () => {
    abort.abort();
    return Promise.reject(new Error("failed"));
  };
  await rejects(noted.run(false, true, step, abort.signal), /failed/);
  deepStrictEqual([noted.texts, noted.aborted], [["BEGIN", "ROLLBACK"], [false, false]]);
});

Deno.test("atomically() gives the first error if undoing fails too", async () => {
  const noted = new Noted("ROLLBACK");
  await rejects(noted.run(false, true, () => Promise.reject(new Error("first"))), /first/);
});

Deno.test("atomically() does not begin the step of a call that ended while the transaction began", async () => {
  const noted = new Noted(), ended = new AbortController();
  const step = () => Promise.reject(new Error("the step began"));
  ended.abort(new Error("cancelled"));
  await rejects(noted.run(false, true, step, ended.signal), { message: "cancelled" });
  deepStrictEqual(noted.texts, ["BEGIN", "ROLLBACK"]);
});
