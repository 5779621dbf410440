/**
 * Methods that take a file or give one, as actions of the console.
 *
 * @module
 */
import type { Action, JsonSchema } from "@fluxwire/console";
import type { DeviceReport } from "../client/device_report.ts";
import { sink, source } from "../client/resource.ts";
import { flasher, storageMux } from "../device/interface.ts";
import { type ArgumentFacts, decodeMethods, METHODS_LABEL } from "../wire/method_facts.ts";
import { type Encoding, ENCODINGS } from "../wire/names.ts";

/** A method with one file among its arguments. */
export interface FileMethod {
  /** Its name. */
  readonly name: string;
  /** Which way the bytes go, as the page sees it. */
  readonly file: "up" | "down";
  /** Which argument is the file. */
  readonly at: number;
  /** The others, in order. */
  readonly others: readonly ArgumentFacts[];
}

/** Python's clients of storage, whose methods take the file first. */
const KNOWN: Readonly<Record<string, readonly FileMethod[]>> = {
  [flasher.clientClass]: [knownMethod("flash", "up", ["target"]), knownMethod("dump", "down", ["target"])],
  "jumpstarter.client.flasher.FlasherClient": [
    knownMethod("flash", "up", ["target"]),
    knownMethod("dump", "down", ["target"]),
  ],
  [storageMux.clientClass]: [knownMethod("write", "up", []), knownMethod("read", "down", [])],
};

const COMPRESSION: JsonSchema = {
  title: "Compression of the file",
  description: "How the file is compressed here; the device has it plain",
  enum: ENCODINGS,
};

/** The methods of a device that take a file or give one; with more than one file, a client beside them is needed. */
export function fileMethods({ labels, clientClass }: DeviceReport): readonly FileMethod[] {
  const own = decodeMethods(labels[METHODS_LABEL]);
  if (own.length === 0) return KNOWN[clientClass] ?? [];
  return own.flatMap(({ name, kind, args }) => {
    const at = args.findIndex(({ resource }) => resource !== null), others = args.filter((_, index) => index !== at);
    if (kind !== "call" || at < 0 || others.some(({ resource, isRest }) => resource !== null || isRest)) return [];
    return [{ name, file: args[at]!.resource === "source" ? "up" : "down", at, others }];
  });
}

/** The action of a method: a field for each other argument, and one for how the file is compressed. */
export function fileAction({ name, file, others }: FileMethod, commandHelp: DeviceReport["commandHelp"]): Action {
  const fields = others.map(({ name, expected, schema }, index): JsonSchema => {
    return { description: expected, ...schema as JsonSchema, title: name ?? `Argument ${index + 1}` };
  });
  const minItems = others.findLastIndex(({ isOptional }) => !isOptional) + 1;
  return {
    id: name,
    title: name,
    help: commandHelp[name.replaceAll("_", "-")] ?? null,
    input: { type: "array", prefixItems: [...fields, COMPRESSION], minItems, items: false },
    kind: "bytes",
    file,
    changes: true,
    confirm: null,
  };
}

/**
 * The arguments of a call: those of the page, with the file at its place.
 *
 * @throws {TypeError} For a compression that does not exist.
 */
export function fileArguments(
  { at, others }: FileMethod,
  args: readonly unknown[],
  bytes: ReadableStream<Uint8Array> | WritableStream<Uint8Array>,
): unknown[] {
  const encoding = encodingOf(args[others.length] ?? null), lent = args.slice(0, others.length);
  while (lent.length < at) lent.push(null);
  const file = bytes instanceof ReadableStream ? source(bytes, { encoding }) : sink(bytes, { encoding });
  return [...lent.slice(0, at), file, ...lent.slice(at)];
}

function encodingOf(value: unknown): Encoding | null {
  if (value === null || ENCODINGS.includes(value as Encoding)) return value as Encoding | null;
  throw new TypeError(`Cannot use the compression ${JSON.stringify(value)}: it must be ${ENCODINGS.join(", ")}`);
}

function knownMethod(name: string, file: FileMethod["file"], others: readonly string[]): FileMethod {
  const schema = { type: "string" }, more = { expected: "text", isOptional: true, resource: null, schema } as const;
  return { name, file, at: 0, others: others.map((name) => ({ name, ...more })) };
}
