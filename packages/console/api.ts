/**
 * What the console's page and its server say to each other; both ends check what they get.
 *
 * @module
 */
import type { ErrorJson } from "./error_json.ts";

export { type ErrorJson, isErrorJson } from "./error_json.ts";
export {
  eventLineOf,
  isHistoryPage,
  isHookInfo,
  isModelInfo,
  isModelInstance,
  isNewKey,
  isOutcome,
} from "./models/checks.ts";
export type {
  EventLine,
  HistoryEntry,
  HistoryPage,
  HookInfo,
  LiveEvent,
  ModelField,
  ModelFiles,
  ModelInfo,
  ModelInstance,
  ModelOutcome,
  ModelProblem,
  ModelRefusal,
  ModelValues,
  NewKey,
} from "./models/types.ts";
export {
  type CheckLine,
  type CheckReport,
  isCheckLine,
  isProtocolSection,
  isRecordings,
  isReplayLine,
  type ProtocolSection,
  type ReplayLine,
  type ShownCheck,
  type ShownDifference,
  type ShownRecording,
} from "./checks_api.ts";
export {
  type HostLine,
  isHostLine,
  isShownFrames,
  isShownReason,
  type ShownFailure,
  type ShownFrames,
  type ShownHost,
  type ShownReason,
  type ShownService,
} from "./host_api.ts";
export { isActed, isActions, isRows, isTree, logLineOf } from "./system/checks.ts";
export type { JsonSchema } from "./system/json_schema.ts";
export {
  type Acted,
  type Action,
  type Column,
  type LogLine,
  MAX_ROWS,
  type NodeFact,
  type NodeState,
  type Row,
  type RowQuery,
  type Rows,
  type TreeChange,
  type TreeNode,
} from "./system/types.ts";

/** What a page shows of a source. */
export type Panel =
  | "wire"
  | "form"
  | "query"
  | "tree"
  | "status"
  | "logs"
  | "checks"
  | "events"
  | "map"
  | "grid"
  | "terminal"
  | "history"
  | "editor";

/** What a source is. */
export type SourceKind = "driver" | "host" | "recordings" | "nx" | "exporter" | "models";

/** A source, as a page knows it: never by a program or a path. */
export interface SourceInfo {
  /** Its id in addresses. */
  readonly id: string;
  /** What it is. */
  readonly kind: SourceKind;
  /** Its name for people. */
  readonly title: string;
  /** What the page shows of it, in this order. */
  readonly panels: readonly Panel[];
  /**
   * Whether its frames begin with a tour, of which the page explains the first answer.
   *
   * @default {false}
   */
  readonly hasTour?: boolean;
}

/** `GET /api/about`. */
export interface About {
  /** The page's build; another one than the page's own means that it must be loaded again. */
  readonly build: string;
  /** The server's version. */
  readonly version: string;
  /** Whether everything that changes something is refused. */
  readonly isView: boolean;
  /** What can be shown. */
  readonly sources: readonly SourceInfo[];
}

/** The answer to `POST /api/ticket`. */
export interface Entry {
  /** What each later request carries. */
  readonly token: string;
  /** The page's build. */
  readonly build: string;
}

/** The operation `hello` of a driver: what it says of itself to a release of DBFlux. */
export interface HelloAnswer {
  /** The layout of the newest release that the driver speaks to. */
  readonly newest: string;
  /** The layouts that can be asked for, oldest first. */
  readonly layouts: readonly string[];
  /** The layout of this answer. */
  readonly layout: string;
  /** The answer to Hello in the newest layout, as exact JSON. */
  readonly hello: unknown;
  /** What fields have that the asked layout lacks. */
  readonly lacks: readonly FieldLack[];
  /** What DBFlux does with the fields of the form that their author may not expect. */
  readonly findings: readonly FormFinding[];
}

/** A part of a field that a layout lacks. */
export interface FieldLack {
  /** The field's id. */
  readonly field: string;
  /** The member of the field; `field` for all of it. */
  readonly part: "field" | "kind" | "help" | "disabledWhenFieldSet";
  /** The first layout that has it. */
  readonly since: string;
  /** What the release gets instead; null for nothing. */
  readonly instead: string | null;
}

/** A finding about a field of the form, as `driver:check` has it. */
export interface FormFinding {
  /** The kind of finding. */
  readonly id: string;
  /** How bad it is. */
  readonly severity: "error" | "warning" | "note";
  /** What it is about: `field ID`. */
  readonly subject: string;
  /** What happens. */
  readonly text: string;
  /** How to fix it. */
  readonly remedy: string;
}

/** The operation `open` of a driver: a session, which calls name. */
export interface OpenAnswer {
  /** Its id for calls of the page. */
  readonly session: string;
  /** The layout that it speaks. */
  readonly layout: string;
  /** The answer to OpenSession, as exact JSON. */
  readonly opened: unknown;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** The operation `session` of a driver. */
export interface SessionAnswer {
  /** Whether the session is open: it ends with its connection, and the oldest for a new one. */
  readonly isOpen: boolean;
}

/** The operation `cancel` of a driver. */
export interface CancelAnswer {
  /** Whether the call is known: it may not have arrived yet, or has ended. */
  readonly isKnown: boolean;
  /** Whether the driver has taken it; the call then ends with the driver's error. */
  readonly isTaken: boolean;
}

/** A message from the page over `/api/live`; the token comes first. */
export type Up =
  | { readonly token: string }
  | { readonly on: number; readonly source: string; readonly stream: string; readonly from: number }
  | { readonly off: number }
  | { readonly credit: number; readonly rows: number }
  | { readonly write: number; readonly base64: string }
  | { readonly write: number; readonly base64: string } & FilePlace;

/** Where bytes of a file are in it: a page that comes back sends again what the server may not have got. */
export interface FilePlace {
  /** How many bytes are before them. */
  readonly at: number;
  /** Whether none is behind them. */
  readonly isLast: boolean;
}

/** A message to the page over `/api/live`; `taken` is how many bytes of a page's file its reader has taken. */
export type Down =
  | { readonly build: string }
  | { readonly id: number; readonly taken: number }
  | { readonly id: number; readonly lines: readonly string[]; readonly missed: number }
  | { readonly id: number; readonly end: ErrorJson | null };

/** What the server closes `/api/live` with; `end` is a console that ends, `late` a page that may try again. */
export const CLOSE = { end: 1001, badMessage: 4400, noToken: 4401, late: 4408, tooMany: 4429 } as const;

/** How much of a recording server and page keep, in characters. */
export const MAX_RECORDING_CHARACTERS: number = 512 << 20;

/** The most bytes of a request: a payload as large as a frame may be, or a file. */
export const MAX_BODY_BYTES: number = 16 << 20;

/** How many lines a page takes of a stream before it gives more credit. */
export const FIRST_CREDIT = 4_000;

/** The same for the lines of a file: no line of it may be lost, so its sender waits for the page. */
export const FILE_CREDIT = 16;

/** The most bytes of a file in one line, or one message. */
export const FILE_PIECE_BYTES: number = 64 << 10;

/** The largest stored file that is shown as a picture, in bytes. */
export const MAX_PICTURE_BYTES: number = 256 << 10;

/** How many bytes of a file a page sends before the first of them is taken. */
export const FILE_WINDOW_BYTES: number = 512 << 10;

/**
 * Understands a message of the page.
 *
 * @returns Null if it is none.
 */
export function parseUp(text: string): Up | null {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return null;
  const message = value as Record<string, unknown>;
  if (typeof message["token"] === "string") return { token: message["token"] };
  if (isNumber(message["off"])) return { off: message["off"] };
  if (isNumber(message["credit"]) && isNumber(message["rows"])) {
    return { credit: message["credit"], rows: message["rows"] };
  }
  if (isNumber(message["write"]) && typeof message["base64"] === "string") {
    const { write, base64, at, isLast } = message as { write: number; base64: string; at?: unknown; isLast?: unknown };
    return isNumber(at) && typeof isLast === "boolean" ? { write, base64, at, isLast } : { write, base64 };
  }
  const { on, source, stream, from = 0 } = message;
  if (!isNumber(on) || !isNumber(from) || typeof source !== "string" || typeof stream !== "string") return null;
  return { on, source, stream, from };
}

/** Whether a value is an {@link Entry}. */
export function isEntry(value: unknown): value is Entry {
  const { token, build } = (value ?? {}) as Record<string, unknown>;
  return typeof token === "string" && typeof build === "string";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}
