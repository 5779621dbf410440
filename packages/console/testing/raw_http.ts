/**
 * Requests exactly as they are written: `fetch` sets Host and Origin itself.
 *
 * @module
 */

/** An answer as it came. */
export interface RawAnswer {
  /** The status; 0 if the connection ended without one. */
  readonly status: number;
  /** Everything, as text. */
  readonly text: string;
}

/** Sends one request over a connection of its own; each header is a line. */
export async function raw(
  port: number,
  line: string,
  headers: readonly string[],
  body: string = "",
): Promise<RawAnswer> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const length = body === "" ? [] : [`Content-Length: ${new TextEncoder().encode(body).length}`];
  const head = [`${line} HTTP/1.1`, ...headers, ...length, "Connection: close", "", body].join("\r\n");
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode(head));
  writer.releaseLock();
  const text = await new Response(connection.readable).text();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text };
}
