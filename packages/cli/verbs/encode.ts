/**
 * `fluxwire probe encode`: exact JSON to bytes.
 *
 * @module
 */
import { encode, fromExact, type Layout, LAYOUTS, MalformedError, parseJson, type Role, ROLES } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import type { Context } from "../command/context.ts";
import { EXIT } from "@fluxwire/command";
import { inputLines, readInput, utf8Text } from "../command/input.ts";
import { lineFailure } from "../command/line_error.ts";

/** How to write payloads. */
export interface EncodeSettings {
  /** Their layout. */
  layout: Layout;
  /** The kind of message. */
  role: Role;
  /** Whether to write a length prefix. */
  isFramed: boolean;
  /** Whether to omit what the real client omits. */
  faithful: boolean;
}

/** Encodes one envelope, or one per line. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const settings: EncodeSettings = {
    layout: args.requiredChoice("layout", LAYOUTS),
    role: args.requiredChoice("role", ROLES),
    isFramed: args.has("framed"),
    faithful: args.has("faithful"),
  };
  const path = args.arguments[0] ?? null;
  if (args.has("lines")) {
    for await (const lines of inputLines(path, signal)) {
      output.write(lines.map((line) => `${encodeLine(line, settings)}\n`).join(""));
    }
    return EXIT.done;
  }
  const bytes = encodeJson(await readInput(path, signal), settings);
  if (output.isJson) output.json({ hex: bytes.toHex() });
  else if (args.has("hex")) output.line(bytes.toHex());
  else output.write(bytes);
  return EXIT.done;
}

/** Turns a line of JSON into a line of hex, or into a JSON document with the error. */
export function encodeLine(line: Uint8Array, settings: EncodeSettings): string {
  try {
    return encodeJson(line, settings).toHex();
  } catch (error) {
    return JSON.stringify(lineFailure(error));
  }
}

function encodeJson(json: Uint8Array, { layout, role, isFramed, faithful }: EncodeSettings): Uint8Array {
  const text = utf8Text(json);
  if (text === null) throw new MalformedError("read JSON", "expected UTF-8, found other bytes", 0, "");
  const payload = encode(role, layout, fromExact(role, envelopeIn(parseJson(text))), { faithful });
  return isFramed ? encodeFrame(payload) : payload;
}

/** The envelope of a line, which may be a document of `decode --lines`. */
function envelopeIn(json: unknown): unknown {
  if (typeof json !== "object" || json === null || !("ok" in json)) return json;
  if (json.ok === true && "envelope" in json) return json.envelope;
  throw new MalformedError("read document", "it has no envelope: its line could not be decoded", 0, "");
}
