/**
 * A request that was typed.
 *
 * @module
 */

/** A method's name and its data, as the server takes them. */
export interface TypedRequest {
  /** The name on the wire. */
  readonly method: string;
  /** The other members in exact JSON, in which 64-bit numbers are texts. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The request of a body in exact JSON.
 *
 * @throws {SyntaxError} For a text that is not JSON, or not a body.
 */
export function parsedRequest(text: string): TypedRequest {
  const body: unknown = JSON.parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new SyntaxError("A request is an object with the member type");
  }
  const { type, ...data } = body as { type?: unknown };
  if (typeof type !== "string") throw new SyntaxError("The request lacks its member type, such as Execute");
  return { method: type, data };
}
