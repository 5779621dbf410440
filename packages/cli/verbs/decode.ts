/**
 * `fluxwire probe decode`: bytes to exact JSON.
 *
 * @module
 */
import { fromHex } from "@fluxwire/transport/internal";
import { decode, type Layout, LAYOUTS, MalformedError, type Role, ROLES, toExactJson } from "@fluxwire/wire";
import { annotateBytes, type AnnotatedBytes } from "../render/annotated.ts";
import type { Context } from "../command/context.ts";
import { EXIT, type Output, UsageError } from "@fluxwire/command";
import { exitCodeOf } from "../command/failure.ts";
import { unframe } from "../render/framed.ts";
import { inputLines, readInput } from "../command/input.ts";
import { lineFailure } from "../command/line_error.ts";
import { recordingOrBytes } from "../render/recording_input.ts";
import { showRecording } from "../render/recording_frames.ts";
import { annotationDocument } from "../render/span_json.ts";
import { spanLines } from "../render/span_lines.ts";

/** How to read payloads. */
export interface DecodeSettings {
  /** Their layout. */
  layout: Layout;
  /** The kind of message. */
  role: Role;
  /** Whether a length prefix comes first. */
  isFramed: boolean;
}

/** Decodes one payload, or one per line, or annotates the bytes of one, or shows a recording. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const mayBeRecording = args.arguments.length > 0 && !args.has("hex") && !args.has("lines");
  const input = mayBeRecording ? await recordingOrBytes(args.arguments[0]!, signal) : null;
  if (input?.kind === "recording") return await showRecording(context, input.recording);
  if (args.has("frame")) throw new UsageError(`Cannot use --frame ${args.text("frame")}: it is for recordings`);
  const settings: DecodeSettings = {
    layout: args.requiredChoice("layout", LAYOUTS),
    role: args.requiredChoice("role", ROLES),
    isFramed: args.has("framed"),
  };
  const hex = args.text("hex"), path = args.arguments[0] ?? null;
  if (hex !== null && (path !== null || args.has("lines"))) {
    throw new UsageError("Cannot use --hex with a file or --lines: give one input");
  }
  if (args.has("annotate") && args.has("lines")) {
    throw new UsageError("Cannot use --annotate with --lines: give one payload");
  }
  if (args.has("lines")) {
    for await (const lines of inputLines(path, signal)) {
      output.write(lines.map((line) => `${decodeLine(line, settings)}\n`).join(""));
    }
    return EXIT.done;
  }
  const bytes = hex !== null ? argumentBytes(hex) : input?.bytes ?? await readInput(path, signal);
  if (args.has("annotate")) return showSpans(annotateBytes(bytes, settings), output, args.has("all"));
  output.line(decodeBytes(bytes, settings).envelope);
  return EXIT.done;
}

/** Malformed bytes are shown as far as they can be read, and then fail as without `--annotate`. */
function showSpans(annotated: AnnotatedBytes, output: Output, showsAll: boolean): number {
  const error = annotated.frameError ?? annotated.error;
  if (output.isJson) {
    output.json(annotationDocument(annotated));
    return error === null ? EXIT.done : exitCodeOf(error);
  }
  output.line(spanLines(annotated, { showsAll }).join("\n"));
  if (error !== null) throw error;
  return EXIT.done;
}

/** Turns any line into one JSON document: the decoded message, or an error. */
export function decodeLine(line: Uint8Array, settings: DecodeSettings): string {
  try {
    const bytes = fromHex(new TextDecoder().decode(line));
    if (bytes === null) throw new MalformedError("read hex", "expected pairs of hexadecimal digits", 0, "");
    const { envelope, pass } = decodeBytes(bytes, settings);
    return `{"ok":true,"envelope":${envelope},"pass":"${pass}"}`;
  } catch (error) {
    return JSON.stringify(lineFailure(error));
  }
}

function decodeBytes(
  bytes: Uint8Array,
  { layout, role, isFramed }: DecodeSettings,
): { envelope: string; pass: string } {
  const { envelope, pass } = decode(role, layout, isFramed ? unframe(bytes) : bytes);
  return { envelope: toExactJson(role, envelope), pass };
}

function argumentBytes(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === null) throw new UsageError(`Cannot use --hex ${hex}: expected pairs of hexadecimal digits`);
  return bytes;
}
