/**
 * Whether a request can be sent, while it is typed.
 *
 * @module
 */
import { LAYOUTS, MalformedError } from "@fluxwire/wire";
import { UsageError } from "@fluxwire/command";
import { checkWritable } from "../driver/method.ts";
import { requestOf } from "./request_of.ts";

/** What is wrong with a request that a page may send; null if nothing is. */
export function requestProblem(input: unknown): { problem: string | null } {
  const { request, layout: wanted } = (input ?? {}) as { request?: unknown; layout?: unknown };
  const layout = LAYOUTS.find((one) => one === wanted);
  if (layout === undefined) {
    throw new UsageError(`Cannot use the layout ${JSON.stringify(wanted)}: ${LAYOUTS.join(", ")}`);
  }
  try {
    checkWritable(requestOf(JSON.stringify(request ?? null), layout), layout);
    return { problem: null };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof MalformedError)) throw error;
    return { problem: error.message };
  }
}
