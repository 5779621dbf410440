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

/** What can be shown. @throws {PageError} `PassRefused` for a token that is not the server's. */
export async function aboutOf(token: string): Promise<About> {
  let answer: Response;
  try {
    answer = await fetch("/api/about", { headers: { authorization: `Bearer ${token}` } });
  } catch {
    throw new PageError({
      code: "SocketUnreachable",
      message: "The console does not answer",
      remedy: "See whether it runs",
    });
  }
  if (answer.ok) return await answer.json();
  const { error } = await answer.json().catch(() => ({})) as { error?: unknown };
  if (isErrorJson(error)) throw new PageError(error);
  throw new PageError({ code: "Defect", message: `The console answered ${answer.status}`, remedy: null });
}
