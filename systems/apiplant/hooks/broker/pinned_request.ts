/** HTTP requests to addresses that were checked. */
import { lookup as resolve } from "node:dns/promises";
import { type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { HookError } from "./hook_error.ts";
import { checkAddresses, checkUrl, type NetPolicy } from "./policy.ts";
import { isPrivateAddress } from "./private_address.ts";

/** How hosts are resolved and judged. */
export interface PinnedOptions {
  readonly net: NetPolicy;
  readonly signal: AbortSignal;
  /** The addresses of a host. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
  readonly isPrivate?: (address: string) => boolean;
}

/** A request. */
export interface PinnedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a request, and follows no redirect. The host is checked, resolved once, its addresses are checked, and the connection
 * goes to one of these: a name that resolves otherwise the next time changes nothing.
 *
 * @returns The answer, whose body is not read.
 * @throws {HookError} `not_allowed`, or `network` if no answer comes.
 */
export async function pinnedRequest(
  { url, method, headers, body }: PinnedRequest,
  options: PinnedOptions,
): Promise<IncomingMessage> {
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

async function resolveAll(host: string): Promise<string[]> {
  return (await resolve(host, { all: true })).map(({ address }) => address);
}

/** What a request without an answer rejects with. */
export function networkError(url: URL, error: unknown): HookError {
  const { message } = error as Error;
  return new HookError("TypeError", "network", `No answer from ${url.host}: ${message}`);
}
