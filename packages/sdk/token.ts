/**
 * The token: a secret that the host shares with a driver that it starts. Clients prove with it that they belong to the
 * host.
 *
 * @module
 */

/** The environment variable that holds the expected token, set by the host. */
export const TOKEN_VARIABLE = "DBFLUX_DRIVER_IPC_TOKEN";

const utf8 = new TextEncoder();

/** Whether a token is the expected one. The time that this takes depends only on the length of the given token. */
export function isSameToken(expected: string, given: string | null | undefined): boolean {
  const want = utf8.encode(expected), have = utf8.encode(given ?? "");
  let difference = want.length ^ have.length;
  for (let i = 0; i < have.length; i++) difference |= have[i]! ^ want[i % want.length]!;
  return difference === 0;
}
