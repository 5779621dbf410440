/**
 * The peer's SETTINGS (RFC 9113, 6.5).
 *
 * @module
 */
import { connectionFault } from "./error_code.ts";
import { readUint32 } from "./frame_reader.ts";
import { DEFAULT_FRAME_BYTES, DEFAULT_WINDOW_BYTES, MAX_WINDOW_BYTES } from "./frame_type.ts";

/** The numbers of the settings. */
export const SETTING = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
  maxFrameSize: 5,
  maxHeaderListSize: 6,
} as const;

/** Bytes of one setting. */
export const SETTING_BYTES = 6;

const MAX_FRAME_BYTES = 16_777_215;

/** What the peer allows us. */
export class PeerSettings {
  /** The largest table for our header blocks. */
  headerTableSize = 4_096;
  /** Streams that we may open at once. */
  maxConcurrentStreams: number = Infinity;
  /** The window of each new stream. */
  initialWindowSize: number = DEFAULT_WINDOW_BYTES;
  /** The longest payload of our frames. */
  maxFrameSize: number = DEFAULT_FRAME_BYTES;
  /** The largest header list; advice only. */
  maxHeaderListSize: number = Infinity;

  /**
   * Takes the payload of a SETTINGS frame; unknown settings are ignored.
   *
   * @param isServer Whether this end is the server: a server itself may not enable push.
   * @returns By how much the windows of all streams change.
   * @throws {ProtocolError} `PROTOCOL_ERROR` or `FLOW_CONTROL_ERROR`.
   */
  take(buffer: Uint8Array, start: number, end: number, isServer: boolean): number {
    const before = this.initialWindowSize;
    for (let at = start; at < end; at += SETTING_BYTES) {
      this.#set((buffer[at]! << 8) | buffer[at + 1]!, readUint32(buffer, at + 2) >>> 0, isServer);
    }
    return this.initialWindowSize - before;
  }

  #set(setting: number, value: number, isServer: boolean): void {
    switch (setting) {
      case SETTING.headerTableSize:
        this.headerTableSize = value;
        break;
      case SETTING.enablePush:
        if (value > (isServer ? 1 : 0)) throw invalid("ENABLE_PUSH", value, isServer ? "0 or 1" : "0");
        break;
      case SETTING.maxConcurrentStreams:
        this.maxConcurrentStreams = value;
        break;
      case SETTING.initialWindowSize:
        if (value > MAX_WINDOW_BYTES) {
          const message = `Cannot take SETTINGS: INITIAL_WINDOW_SIZE ${value} exceeds ${MAX_WINDOW_BYTES}`;
          throw connectionFault("FLOW_CONTROL_ERROR", message);
        }
        this.initialWindowSize = value;
        break;
      case SETTING.maxFrameSize:
        if (value < DEFAULT_FRAME_BYTES || value > MAX_FRAME_BYTES) {
          throw invalid("MAX_FRAME_SIZE", value, `${DEFAULT_FRAME_BYTES} to ${MAX_FRAME_BYTES}`);
        }
        this.maxFrameSize = value;
        break;
      case SETTING.maxHeaderListSize:
        this.maxHeaderListSize = value;
        break;
    }
  }
}

function invalid(name: string, value: number, allowed: string): Error {
  return connectionFault("PROTOCOL_ERROR", `Cannot take SETTINGS: ${name} is ${value}, not ${allowed}`);
}
