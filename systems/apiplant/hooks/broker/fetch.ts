/** HTTP requests of post hooks. */
import { lookup as resolve } from "node:dns/promises";
import { type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Json } from "../../json/json.ts";
import { MAX_BYTES } from "./budget.ts";
import { HookError, malformed, notAllowed } from "./hook_error.ts";
import { checkAddresses, checkUrl, type NetPolicy } from "./policy.ts";
import { isPrivateAddress } from "./private_address.ts";

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

/** How hosts are resolved and judged. */
export interface FetchOptions {
  readonly net: NetPolicy;
  readonly signal: AbortSignal;
  /** The addresses of a host. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
  readonly isPrivate?: (address: string) => boolean;
}

interface HookRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

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
  options: FetchOptions,
): Promise<{ answer: FetchAnswer; bytes: number }> {
  let request = readRequest(args);
  for (let redirects = 0;; redirects++) {
    const { url } = request, message = await send(request, options);
    const { statusCode: status = 0, headers: { location } } = message;
    if (!REDIRECTS.has(status) || location === undefined) return await answerOf(url, message);
    message.destroy();
    if (redirects === MAX_REDIRECTS) {
      throw new HookError("TypeError", "network", `More than ${MAX_REDIRECTS} redirects`);
    }
    request = redirected(request, status, location);
  }
}

function readRequest([address, init]: readonly Json[]): HookRequest {
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

function redirected({ url, method, headers, body }: HookRequest, status: number, location: string): HookRequest {
  if (!URL.canParse(location, url)) throw new HookError("TypeError", "network", "The redirect's location is no URL");
  const next = new URL(location, url);
  const kept = headers.filter(([name]) => next.origin === url.origin || !SECRET_HEADERS.has(name));
  const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  if (!becomesGet) return { url: next, method, headers: kept, body };
  const bare = kept.filter(([name]) => !name.startsWith("content-"));
  return { url: next, method: "GET", headers: bare, body: new Uint8Array() };
}

async function send({ url, method, headers, body }: HookRequest, options: FetchOptions): Promise<IncomingMessage> {
  const { net, signal, addressesOf = resolveAll, isPrivate = isPrivateAddress } = options;
  checkUrl(net, url, isPrivate);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const lookup = (host: string, { all }: { all?: boolean }, callback: (...results: unknown[]) => void) => {
    addressesOf(host).then((addresses) => {
      checkAddresses(net, host, addresses, isPrivate);
      const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      if (all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    }).catch((error) => {
      reject(error);
      callback(error);
    });
  };
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
    method,
    headers: Object.fromEntries([
      ...new Headers([...headers, ["accept-encoding", "identity"]].map(([n, v]) => [n!, v!])),
    ]),
    agent: false,
    lookup,
    signal,
  } as unknown as RequestOptions);
  request.on("response", resolve);
  request.on("error", reject);
  request.end(body);
  try {
    return await promise;
  } catch (error) {
    throw error instanceof HookError ? error : networkError(url, error);
  }
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

async function resolveAll(host: string): Promise<string[]> {
  return (await resolve(host, { all: true })).map(({ address }) => address);
}

function networkError(url: URL, error: unknown): HookError {
  const { message } = error as Error;
  return new HookError("TypeError", "network", `No answer from ${url.host}: ${message}`);
}
