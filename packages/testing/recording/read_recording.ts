/**
 * Reads a recording line by line.
 *
 * @module
 */
import { MalformedError } from "@fluxwire/wire";
import { type Entry, isEntry, RECORDING_FORMAT, RECORDING_VERSION, type RecordingHeader } from "./entry.ts";

/** An open recording. */
export interface OpenRecording {
  /** Its header. */
  header: RecordingHeader;
  /** Its entries, which can be read once. */
  entries: AsyncIterable<Entry>;
}

/**
 * Reads a recording's header; entries are read on demand.
 *
 * @param batches Its lines, in any division.
 * @throws {MalformedError} for a text that is not a recording, or has another version; so do the entries.
 */
export async function readRecording(batches: AsyncIterable<readonly Uint8Array[]>): Promise<OpenRecording> {
  const lines = numbered(batches);
  const first = await lines.next();
  if (first.done) throw damaged(1, "expected a header, found no line");
  const header = documentOf(first.value) as Partial<RecordingHeader> | null;
  if (header?.format !== RECORDING_FORMAT || typeof header.masked !== "boolean") {
    throw damaged(1, "expected the header of a recording");
  }
  if (header.version !== RECORDING_VERSION) {
    throw damaged(1, `expected version ${RECORDING_VERSION} of recordings, found ${header.version}`);
  }
  return { header: header as RecordingHeader, entries: entriesOf(lines) };
}

/** A line with its number, from 1. */
interface Line {
  number: number;
  bytes: Uint8Array;
}

async function* numbered(batches: AsyncIterable<readonly Uint8Array[]>): AsyncGenerator<Line, void> {
  let number = 0;
  for await (const batch of batches) for (const bytes of batch) yield { number: ++number, bytes };
}

async function* entriesOf(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const json = documentOf(line);
    if (!isEntry(json)) throw damaged(line.number, "expected an entry of a recording");
    yield json;
  }
}

function documentOf({ number, bytes }: Line): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged(number, "expected a JSON document; the recording was cut off, or changed");
  }
}

function damaged(line: number, reason: string): MalformedError {
  return new MalformedError("read recording", reason, 0, `line ${line}`);
}
