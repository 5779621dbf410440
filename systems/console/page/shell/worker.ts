/**
 * Starts the page's worker, whose address the page's policy lets only this module make.
 *
 * @module
 */

/** Trusted types, which not all browsers have. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** A new worker. */
export function startWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const url = "/worker.js";
  policy ??= trustedTypes?.createPolicy("fluxwire", { createScriptURL: (wanted) => wanted === url ? wanted : "" }) ??
    null;
  return new Worker(policy === null ? url : policy.createScriptURL(url), { type: "module" });
}

let policy: { createScriptURL(url: string): string } | null = null;
