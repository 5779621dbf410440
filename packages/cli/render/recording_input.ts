/**
 * Recordings among what a verb reads.
 *
 * @module
 */
import { type OpenRecording, readRecording, RECORDING_START } from "@fluxwire/testing/recording";
import { inputLines, linesOf, peekInput } from "../command/input.ts";

/** What an input turned out to be. */
export type Input = { kind: "recording"; recording: OpenRecording } | { kind: "bytes"; bytes: Uint8Array };

const START = new TextEncoder().encode(RECORDING_START);

/**
 * Reads a file or stdin as a recording where it begins as one, else as bytes. Errors as `readInput` and `readRecording`
 * have them.
 */
export async function recordingOrBytes(path: string | null, signal: AbortSignal): Promise<Input> {
  const { start, all } = await peekInput(path, signal, START.length);
  const isRecording = START.every((byte, i) => start[i] === byte);
  if (isRecording) return { kind: "recording", recording: await readRecording(linesOf(all)) };
  return { kind: "bytes", bytes: new Uint8Array(await new Response(ReadableStream.from(all)).arrayBuffer()) };
}

/** Reads a file or stdin as a recording; errors as {@link recordingOrBytes} has them. */
export function openRecording(path: string, signal: AbortSignal): Promise<OpenRecording> {
  return readRecording(inputLines(path, signal));
}
