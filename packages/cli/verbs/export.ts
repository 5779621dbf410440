/**
 * `fluxwire probe export`: a recording for Wireshark, or as a page.
 *
 * @module
 */
import { captureOf, dissectorLua } from "@fluxwire/testing/recording";
import type { Context } from "../command/context.ts";
import { EXIT, oneLine, UsageError } from "@fluxwire/command";
import { newFile } from "../command/new_file.ts";
import { openRecording } from "../render/recording_input.ts";

/** Writes the capture, the page, the dissector, or several of them. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const [recording] = args.arguments;
  const capture = args.text("pcapng"), html = args.text("html"), dissector = args.text("dissector");
  const isRecording = capture !== null || html !== null;
  if (!isRecording && dissector === null) {
    throw new UsageError("Missing --pcapng or --html: give the file to write, or --dissector to write the dissector");
  }
  if (isRecording !== (recording !== undefined)) {
    throw new UsageError(
      isRecording
        ? "Missing RECORDING: give the recording to export"
        : `Cannot use ${recording}: give --pcapng or --html, too`,
    );
  }
  if (dissector !== null) {
    using file = newFile(dissector);
    file.write(new TextEncoder().encode(dissectorLua()));
  }
  // The first part is the capture's header.
  const packets = capture === null ? 0 : await written(capture, captureOf(await openRecording(recording!, signal))) - 1;
  if (html !== null) {
    // Loaded when a page is wanted: other verbs load no console.
    const { htmlParts } = await import("../console/html_export.ts");
    await written(html, htmlParts(recording!, signal));
  }
  if (output.isJson) output.json({ pcapng: capture, packets, html, dissector });
  else if (capture !== null) output.line(oneLine(`Wrote ${packets} packets to ${capture}`));
  if (!output.isJson && html !== null) output.line(oneLine(`Wrote ${html}: a browser opens it without a server`));
  if (!output.isJson && dissector !== null) output.line(oneLine(`Wrote the dissector to ${dissector}`));
  return EXIT.done;
}

/** Writes parts into a new file, which is removed if they fail. */
async function written(path: string, parts: AsyncIterable<Uint8Array>): Promise<number> {
  using file = newFile(path);
  let count = 0;
  try {
    for await (const part of parts) {
      file.write(part);
      count++;
    }
  } catch (error) {
    Deno.removeSync(path);
    throw error;
  }
  return count;
}
