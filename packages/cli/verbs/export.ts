/**
 * `fluxwire probe export`: a recording for Wireshark.
 *
 * @module
 */
import { captureOf, dissectorLua } from "@fluxwire/testing/recording";
import type { Context } from "../command/context.ts";
import { EXIT, oneLine, UsageError } from "@fluxwire/command";
import { newFile } from "../command/new_file.ts";
import { openRecording } from "../render/recording_input.ts";

/** Writes the capture, the dissector, or both. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const [recording] = args.arguments;
  const capture = args.text("pcapng"), dissector = args.text("dissector");
  if (capture === null && dissector === null) {
    throw new UsageError("Missing --pcapng: give the capture to write, or --dissector to write the dissector");
  }
  if ((capture === null) !== (recording === undefined)) {
    throw new UsageError(
      capture === null
        ? `Cannot use ${recording}: give --pcapng, too`
        : "Missing RECORDING: give the recording to export",
    );
  }
  if (dissector !== null) {
    using file = newFile(dissector);
    file.write(new TextEncoder().encode(dissectorLua()));
  }
  let packets = 0;
  if (capture !== null) {
    const open = await openRecording(recording!, signal);
    using file = newFile(capture);
    // The first part is the capture's header.
    packets = -1;
    for await (const part of captureOf(open)) {
      file.write(part);
      packets++;
    }
  }
  if (output.isJson) output.json({ pcapng: capture, packets, dissector });
  else if (capture !== null) output.line(oneLine(`Wrote ${packets} packets to ${capture}`));
  if (!output.isJson && dissector !== null) output.line(oneLine(`Wrote the dissector to ${dissector}`));
  return EXIT.done;
}
