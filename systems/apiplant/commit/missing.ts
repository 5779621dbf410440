/** The refusal of what does not exist, the same for what may not be read. */
import { shortened } from "../model/validate.ts";
import { Refusal } from "./refusal.ts";

/** The refusal of an instance that does not exist, or that the sender may not read. */
export function missingInstance(model: string, id: string): Refusal {
  return new Refusal("not_found", `${model} has no instance ${shortened(id)}`, { model, id: shortened(id) });
}
