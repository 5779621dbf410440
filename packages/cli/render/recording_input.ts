/**
 * Verbs' input that may be a recording.
 *
 * @module
 */
import { type OpenRecording, readRecording, RECORDING_START } from "@fluxwire/testing/recording";
import { inputLines, linesOf, peekInput } from "../command/input.ts";

/** An input whose kind was detected. */
export type Input = { kind: "recording"; recording: OpenRecording } | { kind: "bytes"; bytes: Uint8Array };

const START = new TextEncoder().encode(RECORDING_START);

/**
 * Reads a file or stdin as a recording if it begins like one, otherwise as bytes. Errors as of `readInput` and
 * `readRecording`.
 */
export async function recordingOrBytes(path: string | null, signal: AbortSignal): Promise<Input> {
  const { start, all } = await peekInput(path, signal, START.length);
  const isRecording = START.every((byte, i) => start[i] === byte);
  if (isRecording) return { kind: "recording", recording: await readRecording(linesOf(all)) };
  return { kind: "bytes", bytes: new Uint8Array(await new Response(ReadableStream.from(all)).arrayBuffer()) };
}

/** Reads a file or stdin as a recording; errors as of {@link recordingOrBytes}. */
export function openRecording(path: string, signal: AbortSignal): Promise<OpenRecording> {
  return readRecording(inputLines(path, signal));
}
