/**
 * What stands in a recording: a header, then what happened on each connection, one JSON document a line.
 *
 * @module
 */
import { type Layout, LAYOUTS, type Pass } from "@fluxwire/wire";

/** What the header says that the file is. */
export const RECORDING_FORMAT = "fluxwire-recording";
/** The version of what the lines mean; readers refuse others. */
export const RECORDING_VERSION = 1;
/** How every recording begins, so that it is told from bytes. */
export const RECORDING_START: string = `{"format":"${RECORDING_FORMAT}",`;

/** Who sent a frame. */
export type Sender = "host" | "driver";

/** The first line. */
export interface RecordingHeader {
  /** {@link RECORDING_FORMAT}. */
  format: typeof RECORDING_FORMAT;
  /** {@link RECORDING_VERSION}. */
  version: typeof RECORDING_VERSION;
  /** When it was begun: the lines count from here. */
  startedAt: string;
  /** Whether secrets are masked, and what cannot be read is withheld; false for `--raw`. */
  masked: boolean;
}

/** What every line but the first has. */
export interface EntryStart {
  /** When, in milliseconds since the recording was begun. */
  ms: number;
  /** Which connection, from 1. */
  connection: number;
}

/** A host has connected. */
export interface ConnectEntry extends EntryStart {
  /** What happened. */
  event: "connect";
}

/** A frame was sent. */
export interface FrameEntry extends EntryStart {
  /** What happened. */
  event: "frame";
  /** Who sent it. */
  from: Sender;
  /** The layout of the connection at that moment; null before the first frame that shows one. */
  layout: Layout | null;
  /** The payload, without its length; null where it is withheld. */
  hex: string | null;
  /** The message in exact JSON: what `hex` says; null where it could not be read. */
  envelope: unknown;
  /** Which reading gave the message; null where none did. */
  pass: Pass | null;
  /** The paths of what is masked. */
  masked: string[];
  /** Why there is no message, and how many bytes there were; null where there is one. */
  unreadable: Unreadable | null;
}

/** Bytes that are no message. */
export interface Unreadable {
  /** How many. */
  bytes: number;
  /** Why: where reading failed, without what was found there. */
  reason: string;
}

/** A connection is over. */
export interface CloseEntry extends EntryStart {
  /** What happened. */
  event: "close";
  /** Who ended it; `tap` where the recording itself did. */
  by: Sender | "tap";
  /** Why; null where a peer simply left. */
  reason: string | null;
}

/** A line of a recording behind the header. */
export type Entry = ConnectEntry | FrameEntry | CloseEntry;

/** The header of a recording that begins now. */
export function recordingHeader(startedAt: Date, masked: boolean): RecordingHeader {
  return { format: RECORDING_FORMAT, version: RECORDING_VERSION, startedAt: startedAt.toISOString(), masked };
}

/** Whether a line's document is an entry, as far as readers rely on it. */
export function isEntry(json: unknown): json is Entry {
  if (!isObject(json) || typeof json.ms !== "number" || !Number.isInteger(json.connection)) return false;
  if (json.event === "connect") return true;
  if (json.event === "close") {
    return isOneOf(json.by, ["host", "driver", "tap"]) && (json.reason === null || typeof json.reason === "string");
  }
  return json.event === "frame" && isOneOf(json.from, ["host", "driver"]) && isFrame(json);
}

function isFrame({ layout, hex, envelope, pass, masked, unreadable }: Record<string, unknown>): boolean {
  const isRead = isOneOf(layout, LAYOUTS) && isHex(hex) && isObject(envelope) && typeof pass === "string";
  const isUnread = isObject(unreadable) && typeof unreadable.bytes === "number" &&
    typeof unreadable.reason === "string" && (hex === null || isHex(hex)) &&
    (layout === null || isOneOf(layout, LAYOUTS));
  return (unreadable === null ? isRead : isUnread) && Array.isArray(masked);
}

function isHex(hex: unknown): boolean {
  return typeof hex === "string" && /^([0-9a-f]{2})*$/.test(hex);
}

function isOneOf(value: unknown, all: readonly string[]): boolean {
  return typeof value === "string" && all.includes(value);
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
