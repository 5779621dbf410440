/**
 * `fluxwire nx events`.
 *
 * @module
 */
import { EXIT, oneLine } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ConnectionError } from "@fluxwire/transport";
import { ask } from "./ask.ts";

/** An event, as the host sends it. */
interface SentEvent {
  at: string;
  childRef: string;
  type: string;
  payload: string;
  missed: number;
}

/** Shows events until the host ends, or until an interrupt. Without CHILD_REF all of the hub. */
export async function run(context: VerbContext): Promise<number> {
  const { flags: { words: [hub, child = "*"] }, output } = context;
  const onEvent = (event: unknown) => {
    if (output.isJson) return output.json(event);
    const { at, childRef, type, payload, missed } = event as SentEvent;
    if (missed > 0) output.line(`${missed} events are missing here`);
    output.line(oneLine(`${at} ${childRef || "-"} ${type} ${payload}`));
  };
  try {
    await ask(context, { verb: "events", args: [hub!, child] }, { onEvent });
  } catch (error) {
    if (!(error instanceof ConnectionError && error.code === "ConnectionClosed")) throw error;
  }
  return EXIT.done;
}
