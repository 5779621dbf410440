/**
 * The lines of a recording: a header, then the events of each connection, one JSON document a line.
 *
 * @module
 */
import { type Layout, LAYOUTS, type Pass } from "@fluxwire/wire";

/** The header's mark of a recording. */
export const RECORDING_FORMAT = "fluxwire-recording";
/** The version of the format; readers refuse others. */
export const RECORDING_VERSION = 1;
/** The first bytes of every recording, which tell it from others. */
export const RECORDING_START: string = `{"format":"${RECORDING_FORMAT}",`;

/** The sender of a frame. */
export type Sender = "host" | "driver";

/** The first line. */
export interface RecordingHeader {
  /** {@link RECORDING_FORMAT}. */
  format: typeof RECORDING_FORMAT;
  /** {@link RECORDING_VERSION}. */
  version: typeof RECORDING_VERSION;
  /** When the recording began: the times of the lines count from here. */
  startedAt: string;
  /** Whether secrets are masked and unreadable payloads withheld; false for `--raw`. */
  masked: boolean;
}

/** The members of every line but the first. */
export interface EntryStart {
  /** The time, in milliseconds since the recording began. */
  ms: number;
  /** The number of the connection, from 1. */
  connection: number;
}

/** A host connected. */
export interface ConnectEntry extends EntryStart {
  /** The kind of line. */
  event: "connect";
}

/** A frame was sent. */
export interface FrameEntry extends EntryStart {
  /** The kind of line. */
  event: "frame";
  /** The sender. */
  from: Sender;
  /** The layout of the connection at that moment; null before the first frame that shows one. */
  layout: Layout | null;
  /** The payload, without its length; null if it is withheld. */
  hex: string | null;
  /** The message in exact JSON, decoded from `hex`; null if it is unreadable. */
  envelope: unknown;
  /** How the message was decoded; null if it was not. */
  pass: Pass | null;
  /** The paths of masked values. */
  masked: string[];
  /** Why the message is missing, and its length in bytes; null if it is present. */
  unreadable: Unreadable | null;
}

/** Bytes that are not a message. */
export interface Unreadable {
  /** Their number. */
  bytes: number;
  /** Why: the place where decoding failed, without the bytes there. */
  reason: string;
}

/** A connection ended. */
export interface CloseEntry extends EntryStart {
  /** The kind of line. */
  event: "close";
  /** Who ended it; `tap` if the recording itself did. */
  by: Sender | "tap";
  /** Why; null if a peer closed it normally. */
  reason: string | null;
}

/** A line of a recording after the header. */
export type Entry = ConnectEntry | FrameEntry | CloseEntry;

/** The header of a recording that begins now. */
export function recordingHeader(startedAt: Date, masked: boolean): RecordingHeader {
  return { format: RECORDING_FORMAT, version: RECORDING_VERSION, startedAt: startedAt.toISOString(), masked };
}

/** Whether a line's document is an entry, in the members that readers rely on. */
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
