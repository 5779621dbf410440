/** The checks of models, as the write path asks for them. */
import type { ModelRules } from "../commit/rules.ts";
import type { JsonObject } from "../json/json.ts";
import { nextDefinition } from "./change.ts";
import { isEnvelope } from "../personal/envelope.ts";
import { withoutRequired } from "../personal/personal_fields.ts";
import { checkChange } from "./check_change.ts";
import { migrateData } from "./migrating.ts";
import { hookQuery } from "./parse_query.ts";
import { validationRefusal } from "./problem.ts";
import { compile } from "./validate.ts";

/** The checks of a server whose lists have at most `pageMax` instances. */
export function modelRules({ pageMax }: { readonly pageMax: number }): ModelRules {
  return {
    data: ({ definition }, data, before, erased = before?.erased) => {
      const mode = before === null ? { kind: "create" } as const : { kind: "update", before: before.data } as const;
      const checked = compile(erased === true ? withoutRequired(definition) : definition)(data, mode);
      if ("problems" in checked) throw validationRefusal(checked.problems);
      refuseEnvelopes(checked.value);
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

/** Only the server itself makes encrypted values. */
function refuseEnvelopes(data: JsonObject): void {
  for (const name in data) {
    if (!isEnvelope(data[name])) continue;
    const message = `\`${name}\` must not have the form of an encrypted value, with the member $enc`;
    throw validationRefusal([{ path: `/${name}`, code: "format", message }]);
  }
}
