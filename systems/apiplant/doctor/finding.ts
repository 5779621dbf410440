/** What a doctor finds. */

/** Something that is open, or that may not be meant. */
export interface Finding {
  /** `open`: callers can do what they probably should not; `warning`: worth a look. */
  readonly level: "open" | "warning";
  /** One word for programs. */
  readonly code: string;
  /** What it is and what to do, in a sentence. */
  readonly message: string;
}

/** A finding of something open. */
export function open(code: string, message: string): Finding {
  return { level: "open", code, message };
}

/** A finding that is worth a look. */
export function warning(code: string, message: string): Finding {
  return { level: "warning", code, message };
}
