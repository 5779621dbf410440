/** Lets changes have only files that the server keeps. */
import { equalJson } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { type Problem, validationRefusal } from "../model/problem.ts";
import { filesIn } from "./file_fields.ts";
import type { FileStore } from "./file_store.ts";

/** Checks the files of data that is to be written. */
export interface FileChecks {
  /**
   * Resolves when all files that `after` has and `before` has not are kept for the time of the change. Rejects with a `Refusal` of
   * `validation` if one is not the server's.
   */
  require(definition: ModelDefinition, after: JsonObject, before: JsonObject | null): Promise<void>;
}

/** The checks of a server with this store. */
export function fileChecks(store: FileStore, now: () => number): FileChecks {
  return {
    async require(definition, after, before) {
      const found = filesIn(definition, after);
      if (found.length === 0) return;
      const had = new Set(before === null ? [] : filesIn(definition, before).map(({ value }) => value.id));
      const problems: Problem[] = [];
      for (const { path, value } of found) {
        if (had.has(value.id) && before !== null && isUnchanged(definition, before, value)) continue;
        const stored = await store.find(value.id);
        // A file that is used is new: no sweep takes it before the event is there, which is a matter of seconds.
        if (stored !== null && equalJson(stored.value, value) && await store.touch(value.id, now())) continue;
        const message = `\`${
          path.slice(1)
        }\` is no file of this server: upload it with POST /files, and send the answer`;
        problems.push({ path, code: "reference", message });
      }
      if (problems.length > 0) throw validationRefusal(problems);
    },
  };
}

function isUnchanged(definition: ModelDefinition, before: JsonObject, value: JsonObject): boolean {
  return filesIn(definition, before).some((one) => equalJson(one.value, value));
}
