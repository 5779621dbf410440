/**
 * Asks a running host over its control socket.
 *
 * @module
 */
import { connect, ConnectionError, onAbort, type Transport } from "@fluxwire/transport";
import { HostError } from "../host_error.ts";
import { LineReader, writeJsonLine } from "./json_lines.ts";
import { CONTROL_VERSION, type ControlRequest, MAX_ANSWER_BYTES, parseAnswer } from "./protocol.ts";

/** A request to a host; members that are left out have their defaults. */
export type Question = Pick<ControlRequest, "verb"> & Partial<Omit<ControlRequest, "id">>;

/** The options of a request. */
export interface AskOptions {
  /**
   * Gives up when it aborts.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * Gets each event that comes before the answer. What it throws ends the asking.
   *
   * @default {undefined}
   */
  onEvent?: (event: unknown) => void;
}

/**
 * Asks the host on a control socket one thing.
 *
 * @returns The result.
 * @throws {HostError} `HostNotRunning` if no host listens there; what the host answers; `BadRequest` for a
 * malformed answer.
 * @throws {ConnectionError} `ConnectionClosed` if the host leaves without an answer; `SocketNameInvalid`,
 * `PermissionMissing`.
 * @throws The signal's reason, when it aborts.
 */
export async function askHost(path: string, question: Question, options: AskOptions = {}): Promise<unknown> {
  const { signal } = options;
  const transport = await dial(path, signal);
  using _listening = onAbort(signal, () => transport.close());
  try {
    await writeJsonLine(transport, { v: CONTROL_VERSION, id: 1, ...question });
    return await resultOf(transport, options);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    transport.close();
  }
}

async function dial(path: string, signal?: AbortSignal): Promise<Transport> {
  try {
    return await connect(path, { signal });
  } catch (cause) {
    if (!(cause instanceof ConnectionError) || cause.code !== "SocketUnreachable") throw cause;
    const message = `Cannot reach a host: none runs on ${path}; start one, or name its socket by --control PATH`;
    throw new HostError("HostNotRunning", message, { cause });
  }
}

async function resultOf(transport: Transport, { onEvent }: AskOptions): Promise<unknown> {
  const reader = new LineReader(transport, MAX_ANSWER_BYTES);
  for (let line = await reader.next(); line !== null; line = await reader.next()) {
    const answer = parseAnswer(line);
    if ("result" in answer) return answer.result;
    if ("error" in answer) throw new HostError(answer.error.code, answer.error.message);
    onEvent?.(answer.event);
  }
  throw new ConnectionError("ConnectionClosed", "Cannot finish: the host has closed its control socket");
}
