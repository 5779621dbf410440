/**
 * The frames of a recording, as `fluxwire probe decode` shows them.
 *
 * @module
 */
import type { FrameEntry, OpenRecording } from "@fluxwire/testing/recording";
import { annotateBytes, type AnnotatedBytes } from "./annotated.ts";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { exitCodeOf } from "../command/failure.ts";
import { annotationDocument } from "./span_json.ts";
import { spanLines } from "./span_lines.ts";

/** Shows every frame, or the one that `--frame` names: one document per line, or byte by byte with `--annotate`. */
export async function showRecording({ args, output }: Context, { entries }: OpenRecording): Promise<number> {
  const wanted = frameOf(args);
  const show = !args.has("annotate") ? plainLine : output.isJson ? annotatedLine : annotatedLines(args.has("all"));
  let number = 0, exitCode: number = EXIT.done;
  for await (const entry of entries) {
    if (entry.event !== "frame" || ++number !== (wanted ?? number)) continue;
    const annotated = args.has("annotate") ? annotatedFrame(entry) : null;
    if (annotated !== null && annotated.error !== null) exitCode = exitCodeOf(annotated.error);
    for (const line of show(number, entry, annotated)) output.line(line);
    if (number === wanted) return exitCode;
  }
  if (wanted !== null) throw new UsageError(`Cannot find frame ${wanted}: the recording has ${number}`);
  return exitCode;
}

type Show = (number: number, entry: FrameEntry, annotated: AnnotatedBytes | null) => string[];

function frameOf(args: CommandLine): number | null {
  for (const name of ["layout", "role", "framed"]) {
    if (args.has(name)) throw new UsageError(`Cannot use --${name} with a recording: each frame has its own`);
  }
  const frame = args.count("frame", Number.MAX_SAFE_INTEGER);
  if (frame === 0) throw new UsageError("Cannot use --frame 0: frames count from 1");
  return frame;
}

/** The annotated bytes of a frame; null if they are withheld. */
function annotatedFrame({ from, hex, layout }: FrameEntry): AnnotatedBytes | null {
  if (hex === null || layout === null) return null;
  const role = from === "host" ? "request" : "response";
  return annotateBytes(Uint8Array.fromHex(hex), { layout, role, isFramed: false });
}

function plainLine(frame: number, { ms, connection, from, layout, pass, envelope, unreadable }: FrameEntry): string[] {
  const message = unreadable === null ? { envelope, pass } : { unreadable };
  return [JSON.stringify({ frame, ms, connection, from, layout, ...message })];
}

function annotatedLine(
  frame: number,
  { ms, connection, from, layout, unreadable }: FrameEntry,
  annotated: AnnotatedBytes | null,
): string[] {
  const bytes = annotated === null ? { unreadable } : annotationDocument(annotated);
  return [JSON.stringify({ frame, ms, connection, from, layout, ...bytes })];
}

function annotatedLines(showsAll: boolean): Show {
  return (number, { ms, connection, from, layout, unreadable }, annotated) => {
    const head = `frame ${number}: ${from}, connection ${connection}, ${ms.toFixed(3)} ms, layout ${
      layout ?? "unknown"
    }`;
    if (annotated !== null) return [head, ...spanLines(annotated, { showsAll }), ""];
    return [head, `withheld: ${unreadable!.bytes} bytes; ${unreadable!.reason}`, ""];
  };
}
