/** Lets changes have only files that the server keeps. */
import { equalJson } from "../json/equal.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { type Problem, validationRefusal } from "../model/problem.ts";
import { filesIn } from "./file_fields.ts";
import type { FileStore } from "./file_store.ts";
import type { StoredFile } from "./stored_file.ts";

/** Checks the files of data that is to be written. */
export interface FileChecks {
  /**
   * Resolves when all files that fields of `after` have and the same fields of `before` have not are kept for the time of the change.
   * Rejects with a `Refusal` of `validation` if one is not the server's, or if `gives` says that the sender may not give it: the two
   * look the same.
   */
  require(
    definition: ModelDefinition,
    after: JsonObject,
    before: JsonObject | null,
    gives: (file: StoredFile) => Promise<boolean>,
  ): Promise<void>;
}

/** The checks of a server with this store. */
export function fileChecks(store: FileStore, now: () => number): FileChecks {
  return {
    async require(definition, after, before, gives) {
      const found = filesIn(definition, after);
      if (found.length === 0) return;
      const had = before === null ? [] : filesIn(definition, before);
      const problems: Problem[] = [];
      for (const { path, field, value } of found) {
        if (had.some((one) => one.field === field && equalJson(one.value, value))) continue;
        const stored = await store.find(value.id);
        // A file that is used is new: no sweep takes it before the event is there, which is a matter of seconds.
        const isGiven = stored !== null && equalJson(stored.value, value) && await gives(stored);
        if (isGiven && await store.touch(value.id, now())) continue;
        const message = `\`${
          path.slice(1)
        }\` is no file of this server: upload it with POST /files, and send the answer`;
        problems.push({ path, code: "reference", message });
      }
      if (problems.length > 0) throw validationRefusal(problems);
    },
  };
}
