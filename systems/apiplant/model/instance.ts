/** An object of a model. */
import type { Seq } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";

/** An instance, as clients read it. */
export interface Instance {
  /** Its id, which no other instance of its model has. */
  readonly id: string;
  /** The place of the event that last changed it. */
  readonly revision: Seq;
  /** The version of the model at that event. */
  readonly modelVersion: number;
  /** RFC 3339, UTC, with milliseconds: the time of the event that made it. */
  readonly createdAt: string;
  /** The time of the event that last changed it. */
  readonly updatedAt: string;
  /** The values of its fields by name. */
  readonly data: JsonObject;
  /** Whether values of personal fields were erased, which are null then. Storages do not have it. */
  readonly erased?: boolean;
}
