/** The checks of models, as the write path asks for them. */
import type { ModelRules } from "../commit/rules.ts";
import { nextDefinition } from "./change.ts";
import { checkChange } from "./check_change.ts";
import { migrateData } from "./migrating.ts";
import { hookQuery } from "./parse_query.ts";
import { validationRefusal } from "./problem.ts";
import { compile } from "./validate.ts";

/** The checks of a server whose lists have at most `pageMax` instances. */
export function modelRules({ pageMax }: { readonly pageMax: number }): ModelRules {
  return {
    data: ({ definition }, data, before) => {
      const mode = before === null ? { kind: "create" } as const : { kind: "update", before: before.data } as const;
      const checked = compile(definition)(data, mode);
      if ("problems" in checked) throw validationRefusal(checked.problems);
      return checked.value;
    },
    definition: (body, before) => nextDefinition(body, before?.definition ?? null),
    change: (before, after, state) => checkChange(before?.definition ?? null, after, state),
    query: ({ definition }, query) => hookQuery(definition, query, pageMax),
    migrated: async (data, from, { definition }, state) => {
      let migrated = data;
      for (let version = from + 1; version <= definition.version; version++) {
        const stored = version === definition.version ? null : await state.modelVersion(definition.id, version);
        migrated = migrateData(migrated, stored?.definition ?? definition);
      }
      return migrated;
    },
  };
}
