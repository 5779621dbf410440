/** Where a driver in another process answers. */
import { isAbsolute } from "node:path";

/** A driver's address, and how it is reached. */
export interface Target {
  /** The address as messages name it, without what follows `?` or `#`. */
  readonly name: string;
  /** The prefix of each call's address, without a slash at its end. */
  readonly base: string;
  /** The socket's path, if it is one of Unix. */
  readonly socket: string | null;
}

/** What addresses may be, for messages. */
export const TARGET_FORMS = "an address such as http://host:port, https://host/path or unix:/path";

/**
 * The target of an address: `http:`, `https:` or `unix:` with an absolute path. `null` for any other, also for one with a
 * user or password: a token is a setting of its own.
 */
export function targetOf(url: string): Target | null {
  if (url.startsWith("unix:")) {
    const path = url.slice("unix:".length).replace(/^\/\/(?=\/)/, "");
    return isAbsolute(path) ? { name: `unix:${path}`, base: "http://localhost", socket: path } : null;
  }
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, origin, pathname, search, hash } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return null;
  if (username !== "" || password !== "" || search !== "" || hash !== "") return null;
  const base = `${origin}${pathname.replace(/\/+$/, "")}`;
  return { name: base, base, socket: null };
}
