/**
 * The result of a check, as the console's page shows it.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import type { CheckResult } from "@fluxwire/testing/conformance";

/**
 * The result.
 *
 * @param frames Where the page finds its frames.
 * @param textOf Gives the message as a page may have it.
 */
export function shownCheck(
  { id, section, text, layout, verdict, message, ms, frames: { length }, omittedFrames }: CheckResult,
  frames: Pick<ShownCheck, "stream" | "connections">,
  textOf: (message: string) => string,
): ShownCheck {
  const why = message === undefined ? null : textOf(message);
  return { id, section, text, layout, verdict, message: why, ms, frames: length, omitted: omittedFrames, ...frames };
}
