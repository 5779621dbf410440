/** Who sends a request, as rules and events know it. */

/** What a key is limited to: an action on a model, `*` for all. */
export interface Grant {
  readonly model: string;
  readonly action: string;
}

/** The sender of a request. */
export interface Caller {
  /** `open` while the server asks for no credentials; else by which of them the caller is known. */
  readonly kind: "open" | "anonymous" | "key" | "token";
  /** The name that its changes have in events, such as `key:ci`. */
  readonly actor: string;
  /** What `owner` and `$actor.sub` compare with; `null` for a caller without credentials. */
  readonly subject: string | null;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
  /** All that it may do where rules allow it; `null` for no limit. */
  readonly grants: readonly Grant[] | null;
  /** When its credentials end, in milliseconds since 1970; `null` for never. */
  readonly expiresAt: number | null;
}

/** Every caller of a server in mode `open`. */
export const OPEN: Caller = {
  kind: "open",
  actor: "anonymous",
  subject: null,
  roles: [],
  isAdmin: true,
  grants: null,
  expiresAt: null,
};

/** A caller without credentials, of a server in mode `required`. */
export const ANONYMOUS: Caller = { ...OPEN, kind: "anonymous", isAdmin: false };
