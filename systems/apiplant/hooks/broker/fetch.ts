/** HTTP requests of post hooks. */
import type { IncomingMessage } from "node:http";
import type { Json } from "../../json/json.ts";
import { MAX_BYTES } from "./budget.ts";
import { HookError, malformed, notAllowed } from "./hook_error.ts";
import { networkError, type PinnedOptions, type PinnedRequest, pinnedRequest } from "./pinned_request.ts";

/** How many redirects are followed. */
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Headers that belong to the connection, or say where the body ends. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Headers that another origin must not get. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/** What a hook gets: the body in base64, at most 1 MiB of it. */
export interface FetchAnswer {
  readonly [name: string]: Json;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Makes a request and follows redirects. Each host is checked, resolved once, its addresses are checked, and the connection
 * goes to one of these.
 *
 * @returns The answer, and the bytes of its body.
 * @throws {HookError} `not_allowed`, `malformed`, or `network` if no answer comes.
 */
export async function fetchForHook(
  args: readonly Json[],
  options: PinnedOptions,
): Promise<{ answer: FetchAnswer; bytes: number }> {
  let request = readRequest(args);
  for (let redirects = 0;; redirects++) {
    const { url } = request, message = await pinnedRequest(request, options);
    const { statusCode: status = 0, headers: { location } } = message;
    if (!REDIRECTS.has(status) || location === undefined) return await answerOf(url, message);
    message.destroy();
    if (redirects === MAX_REDIRECTS) {
      throw new HookError("TypeError", "network", `More than ${MAX_REDIRECTS} redirects`);
    }
    request = redirected(request, status, location);
  }
}

function readRequest([address, init]: readonly Json[]): PinnedRequest {
  if (typeof address !== "string" || !URL.canParse(address)) throw malformed("fetch needs a URL");
  const { method, headers, body } = init as { method?: Json; headers?: Json; body?: Json };
  if (typeof method !== "string" || typeof body !== "string" || !Array.isArray(headers)) {
    throw malformed("fetch needs method, headers and body");
  }
  const pairs = headers.map((pair: Json): readonly [string, string] => {
    const [name, value] = Array.isArray(pair) ? pair as Json[] : [];
    if (typeof name !== "string" || typeof value !== "string") throw malformed("Headers are pairs of texts");
    if (OWN_HEADERS.has(name.toLowerCase())) throw notAllowed(`Hooks may not set the header ${name}`);
    return [name.toLowerCase(), value];
  });
  return { url: new URL(address), method, headers: pairs, body: Uint8Array.fromBase64(body) };
}

function redirected({ url, method, headers, body }: PinnedRequest, status: number, location: string): PinnedRequest {
  if (!URL.canParse(location, url)) throw new HookError("TypeError", "network", "The redirect's location is no URL");
  const next = new URL(location, url);
  const kept = headers.filter(([name]) => next.origin === url.origin || !SECRET_HEADERS.has(name));
  const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  if (!becomesGet) return { url: next, method, headers: kept, body };
  const bare = kept.filter(([name]) => !name.startsWith("content-"));
  return { url: next, method: "GET", headers: bare, body: new Uint8Array() };
}

async function answerOf(url: URL, message: IncomingMessage): Promise<{ answer: FetchAnswer; bytes: number }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw notAllowed(`The body exceeds ${MAX_BYTES} bytes`);
    }
  } catch (error) {
    message.destroy();
    throw error instanceof HookError ? error : networkError(url, error);
  }
  const body = (await new Blob(chunks as Uint8Array<ArrayBuffer>[]).bytes()).toBase64();
  const headers = Object.fromEntries(
    Object.entries(message.headers).map((
      [name, value],
    ) => [name, Array.isArray(value) ? value.join(", ") : `${value}`]),
  );
  return { answer: { url: url.href, status: message.statusCode!, headers, body }, bytes };
}
