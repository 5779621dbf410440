/**
 * The codecs that Fluxwire's is compared with. They are fetched only when the bench runs: no static import here names
 * them.
 *
 * @module
 */
import type { Value } from "../../../packages/wire/dto.ts";
import { type Protobuf, type ProtobufRows, protobufRows } from "./protobuf_rows.ts";

/** The exact versions; `deno.lock` beside this file has those of their dependencies. */
const MSGPACKR = "npm:msgpackr@2.1.3", PROTOBUF = "npm:@bufbuild/protobuf@2.17.0";

/** msgpackr, as far as it is used. */
interface Msgpackr {
  Packr: new (
    options: { useRecords: boolean },
  ) => { pack(value: unknown): Uint8Array; unpack(bytes: Uint8Array): unknown };
}

/** Encodes a message and decodes it. */
export interface Rival {
  /** Its name, with its version. */
  name: string;
  /** A message's bytes. */
  encode(message: unknown): Uint8Array;
  /** The message in such bytes. */
  decode(bytes: Uint8Array): unknown;
}

/** The loaded rivals. */
export interface Rivals {
  /** JSON in UTF-8. It has no bigint, so its messages hold numbers instead. */
  json: Rival;
  /** msgpackr with records; null if it could not be fetched. */
  msgpackr: Rival | null;
  /** protobuf-es, rows only; null if it could not be fetched. */
  protobuf: (Pick<Rival, "name"> & ProtobufRows) | null;
  /** Why a package could not be fetched. */
  failures: string[];
}

/** Loads all available rivals. */
export async function loadRivals(): Promise<Rivals> {
  const failures: string[] = [];
  const load = async <T>(specifier: string): Promise<T | null> => {
    try {
      return await import(specifier);
    } catch (error) {
      failures.push(`Cannot load ${specifier}: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  };
  // Its main module would load native code, which needs another permission and would not be comparable.
  const msgpackr = await load<Msgpackr>(`${MSGPACKR}/pack`);
  const protobuf = await load<Protobuf>(PROTOBUF);
  const wkt = await load<Protobuf>(`${PROTOBUF}/wkt`);
  return {
    json: jsonRival(),
    msgpackr: msgpackr && msgpackrRival(msgpackr),
    protobuf: protobuf && wkt &&
      { name: `protobuf-es ${PROTOBUF.split("@").at(-1)}, rows only`, ...protobufRows(protobuf, wkt) },
    failures,
  };
}

function jsonRival(): Rival {
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  return {
    name: `JSON and UTF-8, V8 ${Deno.version.v8.split("-")[0]}`,
    encode: (message) => encoder.encode(JSON.stringify(message)),
    decode: (bytes) => JSON.parse(decoder.decode(bytes)),
  };
}

function msgpackrRival({ Packr }: Msgpackr): Rival {
  const packr = new Packr({ useRecords: true });
  return {
    name: `msgpackr ${MSGPACKR.split("@").at(-1)}, records, without its addon`,
    encode: (message) => packr.pack(message),
    decode: (bytes) => packr.unpack(bytes),
  };
}

/** The message with numbers in place of bigints. */
export function withoutBigint<T>(message: T): unknown {
  const plain = (_: string, value: unknown): unknown => typeof value === "bigint" ? Number(value) : value;
  return JSON.parse(JSON.stringify(message, plain));
}

/** The rows of a message, for rivals that support nothing else. */
export function rowsOf(message: { body: { type: string } }): Value[][] {
  return (message.body as unknown as { result: { rows: Value[][] } }).result.rows;
}
