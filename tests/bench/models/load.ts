/** Requests over connections that stay open: each sends its next request when it has the answer. */

/** What a load gave. */
export interface Load {
  /** Answers a second. */
  readonly rate: number;
  /** The time of each answer, in milliseconds. */
  readonly times: readonly number[];
}

/** What is asked. */
export interface Ask {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status that every answer must have. */
  readonly status: number;
}

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** Asks the same over a number of connections, for a time or a number of times. */
export async function load(
  url: URL,
  ask: Ask,
  connections: number,
  limit: { ms?: number; count?: number },
): Promise<Load> {
  const times: number[] = [], since = performance.now(), until = since + (limit.ms ?? Infinity);
  let left = limit.count ?? Infinity;
  const request = encoder.encode(textOf(url, ask));
  await Promise.all(Array.from({ length: connections }, async () => {
    using connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
    const buffer = new Uint8Array(256 * 1024);
    while (left-- > 0 && performance.now() < until) {
      const asked = performance.now();
      for (let sent = 0; sent < request.length;) sent += await connection.write(request.subarray(sent));
      await answer(connection, buffer, ask.status);
      times.push(performance.now() - asked);
    }
  }));
  return { rate: times.length / (performance.now() - since) * 1_000, times };
}

function textOf(url: URL, { method, path, body = "", headers = {} }: Ask): string {
  const lines = Object.entries({
    host: url.host,
    ...(body !== "" && { "content-type": "application/json" }),
    ...headers,
    "content-length": String(encoder.encode(body).length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

/** What ends the body of an answer that is sent in chunks. */
const LAST_CHUNK = encoder.encode("\r\n0\r\n\r\n");

/** Reads one answer to its end, which its length or its last chunk says. */
async function answer(connection: Deno.Conn, buffer: Uint8Array<ArrayBuffer>, status: number): Promise<void> {
  let length = 0, isEnd: (() => boolean) | null = null;
  while (!isEnd?.()) {
    const read = await connection.read(buffer.subarray(length));
    if (read === null) throw new Error("The server closed the connection");
    length += read;
    if (isEnd !== null) continue;
    const head = decoder.decode(buffer.subarray(0, Math.min(length, 4_096))), split = head.indexOf("\r\n\r\n");
    if (split < 0) continue;
    const size = /^content-length: (\d+)\r$/im.exec(head)?.[1];
    const isChunked = /^transfer-encoding: chunked\r$/im.test(head);
    if (!head.startsWith(`HTTP/1.1 ${status} `) || size === undefined && !isChunked) {
      throw new Error(`Not ${status} with a length: ${head.slice(0, 500)}`);
    }
    isEnd = size === undefined
      ? () => LAST_CHUNK.every((byte, at) => buffer[length - LAST_CHUNK.length + at] === byte)
      : () => length >= split + 4 + Number(size);
  }
}
