/**
 * Starts the page's worker, whose address the page's policy lets only this module make.
 *
 * @module
 */

/** Trusted types, which not all browsers have. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The one address that the policy makes: the server's file, or what stands in a page without a server. */
const ADDRESS: string = addressOf(document.querySelector("#worker"));

/** A new worker. */
export function startWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("fluxwire", { createScriptURL: (url) => url === ADDRESS ? url : "" }) ?? null;
  // Not as a module: browsers start none from a page that was opened as a file.
  return new Worker(policy === null ? ADDRESS : policy.createScriptURL(ADDRESS));
}

let policy: { createScriptURL(url: string): string } | null = null;

function addressOf(inside: Element | null): string {
  if (inside === null) return "/worker.js";
  return URL.createObjectURL(new Blob([JSON.parse(inside.textContent)], { type: "text/javascript" }));
}
