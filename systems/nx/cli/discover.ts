/**
 * `fluxwire nx discover`.
 *
 * @module
 */
import { ask, oneLine } from "./ask.ts";
import { EXIT } from "./exit_codes.ts";
import { CommandError } from "./command_error.ts";
import type { VerbContext } from "./verb.ts";

/** A child that a hub has found. */
interface FoundChild {
  Protocol?: string;
  ChildRef: string;
  Manufacturer?: string;
  Model?: string;
  /** The instance that is bound to it; null for none. */
  instance: string | null;
}

/** What a host answers. */
interface Discovery {
  hubDeviceId: string;
  children: FoundChild[];
  failure?: { code: string; message: string; detail: string };
}

/** Shows the children that a hub finds; with `-instances` entries to paste. */
export async function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  const { hubDeviceId, children, failure } = await ask(context, {
    verb: "discover",
    service: flags.words[0],
  }) as Discovery;
  if (failure !== undefined) {
    const exit = failure.code === "HubTimeout" ? EXIT.timedOut : EXIT.unreachable;
    throw new CommandError(failure.code, oneLine(`${failure.message}: ${failure.detail}`), exit);
  }
  if (flags.has("instances")) {
    const entries = children.filter(({ instance }) => instance === null).map((child) => entryOf(hubDeviceId, child));
    output.line(JSON.stringify(entries, null, 2));
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

function entryOf(hub_device_id: string, { ChildRef }: FoundChild): unknown {
  return {
    instance_id: ChildRef.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^\./, "-").slice(0, 64),
    device_id: crypto.randomUUID(),
    driver_id: "",
    driver_type: "CHILD",
    binary: "",
    config: { hub_device_id, child_ref: ChildRef },
  };
}
