/** What the write path asks of models: checks of definitions, data and queries. */
import type { Json, JsonObject } from "../json/json.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Query } from "../model/query.ts";
import type { Reader } from "../state/reader.ts";

/** The checks of models. Each throws a `Refusal` that lists every problem. */
export interface ModelRules {
  /**
   * The data of an instance with defaults applied; `before` is what it replaces, with personal data decrypted. If values of
   * personal fields were `erased`, those fields may be null even where they are required.
   */
  data(model: StoredModel, data: Json, before: Instance | null, erased?: boolean): JsonObject;
  /** The definition in a request's body, with its version. `before` is what it replaces. */
  definition(body: JsonObject, before: StoredModel | null): ModelDefinition;
  /**
   * Refuses a definition that refers to models that do not exist, and a change that stored instances do not allow. `before` is
   * `null` for a new model, and `state` has personal data decrypted.
   */
  change(before: StoredModel | null, after: ModelDefinition, state: Reader): Promise<void>;
  /** The query that a hook asks. */
  query(model: StoredModel, query: { filter?: JsonObject; sort?: string; limit?: number }): Query;
  /** The data of an event of an older version as the current version has it. */
  migrated(data: JsonObject, from: number, model: StoredModel, state: Reader): Promise<JsonObject>;
}
