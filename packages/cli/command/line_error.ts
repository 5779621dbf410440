/**
 * A failure of one line of `decode --lines` and `encode --lines`.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, type MessageHeader } from "@fluxwire/wire";

/** The document of a line that failed. */
export interface LineFailure {
  /** Always false. */
  ok: false;
  /** What is wrong, and where. */
  error: { code: string; message: string; offset: number; path: string };
  /** The header before the body, if it could be read. */
  header?: Omit<MessageHeader, "requestId"> & { requestId: string };
}

/**
 * The document for an error.
 *
 * @throws The error itself, if the line did not cause it.
 */
export function lineFailure(error: unknown): LineFailure {
  if (error instanceof ProtocolError || error instanceof ConnectionError) {
    return { ok: false, error: { code: error.code, message: error.message, offset: 0, path: "" } };
  }
  if (!(error instanceof MalformedError)) throw error;
  const { code, message, offset, path, header } = error;
  const failure: LineFailure = { ok: false, error: { code, message, offset, path } };
  if (header !== null) failure.header = { ...header, requestId: String(header.requestId) };
  return failure;
}
