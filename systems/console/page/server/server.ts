/**
 * What the page asks its server.
 *
 * @module
 */
import { type About, type ErrorJson, isErrorJson } from "@fluxwire/console/api";

/** The server, or what it stands for, refused or failed. */
export class PageError extends Error {
  /** The class's name. */
  override readonly name = "PageError";
  /** One of the codes of docs/errors.md. */
  readonly code: string;
  /** What to do about it; null if that is not known. */
  readonly remedy: string | null;

  /** An error as the server writes it. */
  constructor({ code, message, remedy }: ErrorJson) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * Sends a request to the server.
 *
 * @throws {PageError} If it does not answer, and what it refuses or a source fails with.
 */
export async function sent(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    const message = "The console does not answer";
    throw new PageError({ code: "SocketUnreachable", message, remedy: "See whether it runs" });
  }
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({})) as { error?: unknown };
  if (isErrorJson(error)) throw new PageError(error);
  throw new PageError({ code: "Defect", message: `The console answered ${answer.status}`, remedy: null });
}

/** The server has answered something that this page does not know. */
export function unknownAnswer(operation: string): PageError {
  const message = `The console answered ${operation} in a way that this page does not know`;
  return new PageError({ code: "Defect", message, remedy: "Load the page again" });
}

/** What can be shown. @throws {PageError} `PassRefused` for a token that is not the server's. */
export async function aboutOf(token: string): Promise<About> {
  const answer = await sent("/api/about", { headers: { authorization: `Bearer ${token}` } });
  return await answer.json();
}
