/**
 * What every answer says to the browser: keep nothing, load nothing from elsewhere, be in no frame.
 *
 * @module
 */

/** The headers of all answers. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The name of the page's one policy of trusted types: it makes the address of its worker. */
export const TRUSTED_TYPES = "fluxwire";

/**
 * The policy of the page.
 *
 * @param nonce For the styles of the editor, which makes them while it runs.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join("; ");
}

/** The policy of all other answers: nothing at all. */
export const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";
