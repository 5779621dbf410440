/**
 * `fluxwire nx discover`.
 *
 * @module
 */
import { CommandError, EXIT, oneLine } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ask } from "./ask.ts";
import { childEntries, type Discovery, FILL_IN } from "./child_entries.ts";

/** Why a driver is left open. */
const UNKNOWN = "no other child of the hub shows which driver it needs";

/** What a host answers, or why it cannot. */
interface Answer extends Discovery {
  failure?: { code: string; message: string; detail: string };
}

/** Shows the children that a hub finds; with `-instances` entries to paste. */
export async function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  const answer = await ask(context, { verb: "discover", service: flags.words[0] }) as Answer;
  const { hubDeviceId, children, failure } = answer;
  if (failure !== undefined) {
    const exit = failure.code === "HubTimeout" ? EXIT.timedOut : EXIT.unreachable;
    throw new CommandError(failure.code, oneLine(`${failure.message}: ${failure.detail}`), exit);
  }
  if (flags.has("instances")) {
    const entries = childEntries(answer);
    output.line(JSON.stringify(entries, null, 2));
    for (const { instance_id, driver_id } of entries) {
      if (driver_id === FILL_IN.driver_id) console.error(`${instance_id}: fill in driver_id and binary; ${UNKNOWN}`);
    }
  } else if (output.isJson) output.json({ hubDeviceId, children });
  else if (children.length === 0) output.line("No children found");
  else {
    for (const { ChildRef, Protocol = "", Manufacturer = "", Model = "", instance } of children) {
      const kind = [Protocol, Manufacturer, Model].filter((text) => text !== "").join(" ");
      output.line(
        oneLine(`${ChildRef}  ${kind || "-"}  ${instance === null ? "no instance" : `instance ${instance}`}`),
      );
    }
  }
  return EXIT.done;
}
