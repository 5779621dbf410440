/**
 * What is copied of a frame.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";

/** A form in which a frame is copied. */
export interface Copied {
  /** Its name in the menu. */
  readonly title: string;
  /** The text; null if the frame has none. */
  readonly text: string | null;
  /** Why it has none. */
  readonly why: string;
}

/** All forms of a frame. */
export function copiesOf(frame: FrameDetail): readonly Copied[] {
  const { envelope, payload, question, row } = frame;
  return [
    {
      title: row.from === "host" ? "As a probe command" : "As the probe command of its question",
      text: question === null ? null : commandOf(question.envelope.body),
      why: "its question was not read, or is not kept",
    },
    {
      title: "As exact JSON",
      text: envelope === null ? null : JSON.stringify(envelope, null, 2),
      why: "it was not read",
    },
    { title: "As hex", text: payload.length === 0 ? null : payload.toHex(), why: "its bytes were withheld" },
  ];
}

/** A command line that sends a request; its driver must be named at the end. */
export function commandOf(body: unknown): string {
  const { type, ...data } = body as { type: string };
  if (type === "Hello") return "fluxwire probe hello";
  const given = Object.keys(data).length === 0 ? "" : ` -d ${quoted(JSON.stringify(data))}`;
  return `fluxwire probe call ${type}${given}`;
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
