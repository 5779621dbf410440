/** What keeps the console from an answer of a model server. */
import type { Json } from "../json/json.ts";

/** The codes of {@link ModelServerError}. */
export type ModelServerErrorCode = "ModelServerUnreachable" | "ModelServerUnreadable" | "ModelServerRefused";

/** A refusal in the server's own words. */
export interface ServerRefusal {
  /** The status of the answer. */
  readonly status: number;
  /** The server's code, such as `revision`. */
  readonly code: string;
  /** What it adds: a list of problems, a place in a source, the present revision. */
  readonly details: Json;
}

const REMEDIES: Readonly<Record<string, string>> = {
  unauthenticated: "Start the console with --token-env NAME, where NAME is a variable that has a key of this server",
  forbidden: "Use a key that may do this, or start the console on the server's own machine",
  misdirected: "Use an address, localhost, or a name of the server's setting [server] hosts",
  rate: "Wait a moment, then try again",
  contention: "Try again",
};

/** The server does not answer, answers something else, or refuses. */
export class ModelServerError extends Error {
  override readonly name = "ModelServerError";
  /** What to do about it; `null` if that is not known. */
  readonly remedy: string | null;

  /** Makes one; `refusal` is what the server said, `null` if it said nothing. */
  constructor(
    readonly code: ModelServerErrorCode,
    message: string,
    readonly refusal: ServerRefusal | null = null,
  ) {
    super(message);
    this.remedy = remedyOf(code, refusal);
  }
}

function remedyOf(code: ModelServerErrorCode, refusal: ServerRefusal | null): string | null {
  if (code === "ModelServerUnreachable") return "See whether the server runs, and whether its address is right";
  if (code === "ModelServerUnreadable") return "Name the address of a model server, with its mount-path";
  return REMEDIES[refusal?.code ?? ""] ?? null;
}
