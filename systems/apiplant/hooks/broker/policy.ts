/** Which hosts post hooks may reach, and which programs they may run. */
import { notAllowed } from "./hook_error.ts";
import { addressOfHost, isPrivateAddress } from "./private_address.ts";

/** Hosts: all, all with public addresses, or those of a list, each with its port or for every port. */
export type NetPolicy =
  | { readonly kind: "all" }
  | { readonly kind: "public" }
  | { readonly kind: "hosts"; readonly hosts: readonly string[] };

/** Programs: all, or those of a list, by name. */
export type RunPolicy = { readonly kind: "all" } | { readonly kind: "names"; readonly names: readonly string[] };

/** What is configured, and whether every caller that can define hooks is trusted. */
export interface PolicyOptions {
  readonly allowNet: "auto" | readonly string[];
  readonly allowRun: "auto" | readonly string[];
  /** Whether callers must authenticate, or only this machine reaches the server. */
  readonly isTrusted: boolean;
}

/** The policies, and a warning for the log if `auto` forbids something. */
export function policiesOf(
  { allowNet, allowRun, isTrusted }: PolicyOptions,
): { net: NetPolicy; run: RunPolicy; warning: string | null } {
  const net: NetPolicy = allowNet !== "auto"
    ? { kind: "hosts", hosts: allowNet.map((host) => host.toLowerCase()) }
    : { kind: isTrusted ? "all" : "public" };
  const run: RunPolicy = allowRun !== "auto"
    ? { kind: "names", names: allowRun }
    : isTrusted
    ? { kind: "all" }
    : { kind: "names", names: [] };
  const forbidden = [
    ...net.kind === "public" ? ["reach no private address (set allow-net to allow hosts)"] : [],
    ...allowRun === "auto" && !isTrusted ? ["run no program (set allow-run to allow programs)"] : [],
  ];
  if (forbidden.length === 0) return { net, run, warning: null };
  const warning = `Post hooks ${forbidden.join(" and ")}: other machines reach this server without authentication`;
  return { net, run, warning };
}

/**
 * Checks a URL before its host is resolved.
 *
 * @param isPrivate Decides about addresses.
 * @throws {HookError} `not_allowed`.
 */
export function checkUrl(policy: NetPolicy, url: URL, isPrivate: typeof isPrivateAddress = isPrivateAddress): void {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw notAllowed(`Hooks reach http and https only, not ${url.protocol.slice(0, -1)}`);
  }
  if (policy.kind === "public") {
    const address = addressOfHost(url.hostname);
    if (address !== null) checkAddresses(policy, url.hostname, [address], isPrivate);
  }
  if (policy.kind !== "hosts") return;
  const port = url.port || (url.protocol === "http:" ? "80" : "443");
  if (policy.hosts.includes(url.hostname) || policy.hosts.includes(`${url.hostname}:${port}`)) return;
  throw notAllowed(`The host ${url.hostname}:${port} is not in allow-net`);
}

/**
 * Checks what a host resolves to.
 *
 * @throws {HookError} `not_allowed`.
 */
export function checkAddresses(
  policy: NetPolicy,
  host: string,
  addresses: readonly string[],
  isPrivate: typeof isPrivateAddress = isPrivateAddress,
): void {
  if (policy.kind !== "public" || !addresses.some(isPrivate)) return;
  throw notAllowed(`The host ${host} has a private address, and allow-net does not name it`);
}

/**
 * Checks the name of a program: a name in PATH, not a path.
 *
 * @throws {HookError} `not_allowed`.
 */
export function checkProgram(policy: RunPolicy, name: string): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name)) {
    throw notAllowed("Programs are run by their name alone, not by path");
  }
  if (policy.kind === "names" && !policy.names.includes(name)) {
    throw notAllowed(`The program ${name} is not in allow-run`);
  }
}
