/** What error storages do. */
import { deepStrictEqual } from "node:assert/strict";
import type { ErrorRecord, ErrorStorage } from "../roles.ts";
import type { ConformanceCase } from "./conformance.ts";

/** An error storage under test. */
export interface ErrorsUnderTest extends AsyncDisposable {
  /** The storage. */
  readonly storage: ErrorStorage;
  /** Closes it, and opens the same records again; of kinds that outlive the process. */
  reopen?(): Promise<ErrorStorage>;
}

/** Opens an empty error storage. */
export type MakeErrors = () => Promise<ErrorsUnderTest>;

/** A record by number. */
export function recordOf(number: number, members: Partial<ErrorRecord> = {}): ErrorRecord {
  const at = new Date(Date.UTC(2026, 0, 1) + number).toISOString();
  return {
    id: `e${number}`,
    at,
    serverId: "s",
    level: "error",
    code: "hook_failed",
    message: `é\n${number}`,
    ...members,
  };
}

const ids = (records: readonly ErrorRecord[]) => records.map(({ id }) => id);

/** The cases of error storages. */
export const ERROR_STORAGE_CASES: readonly ConformanceCase<MakeErrors>[] = [
  {
    name: "list() has the newest records first, page by page",
    async run(make) {
      await using errors = await make();
      const { storage } = errors;
      for (let number = 0; number < 25; number++) await storage.log(recordOf(number));
      const first = await storage.list({ max: 10 });
      deepStrictEqual(first[0], recordOf(24));
      deepStrictEqual(ids(first).slice(-2), ["e16", "e15"]);
      deepStrictEqual(ids(await storage.list({ max: 10, before: "e15" })).slice(0, 2), ["e14", "e13"]);
      deepStrictEqual(ids(await storage.list({ max: 10, before: "e2" })), ["e1", "e0"]);
      deepStrictEqual(await storage.list({ max: 10, before: "e0" }), []);
      deepStrictEqual(await storage.list({ max: 10, before: "absent" }), []);
    },
  },
  {
    name: "list() has the records of a model and of a hook",
    async run(make) {
      await using errors = await make();
      const { storage } = errors;
      await storage.log(recordOf(1, { model: "a", hook: "postCreate", attempt: 2, stack: "at x" }));
      await storage.log(recordOf(2, { model: "a", hook: "postUpdate" }));
      await storage.log(recordOf(3, { model: "b", hook: "postCreate" }));
      await storage.log(recordOf(4));
      deepStrictEqual(ids(await storage.list({ max: 9, model: "a" })), ["e2", "e1"]);
      deepStrictEqual(ids(await storage.list({ max: 9, hook: "postCreate" })), ["e3", "e1"]);
      deepStrictEqual(ids(await storage.list({ max: 9, model: "a", hook: "postCreate", before: "e2" })), ["e1"]);
    },
  },
  {
    name: "records are there after a restart",
    needs: "reopen",
    async run(make) {
      await using errors = await make();
      await errors.storage.log(recordOf(1));
      const again = await errors.reopen!();
      await again.log(recordOf(2));
      deepStrictEqual(ids(await again.list({ max: 9 })), ["e2", "e1"]);
    },
  },
];
