/**
 * What a session of a driver can do. Every method may be left out: what is missing answers `UnsupportedMethod`, or
 * where the tree of a relational database always asks for it, an empty list.
 *
 * @module
 */
import type { CodeGeneratorInfo, METHODS, Methods, MethodsIn } from "@fluxwire/wire";
import type { AnswerForms } from "./answer_forms.ts";
import type { Context } from "./context.ts";

/** Where something is: a database, and a schema inside it where there are such. */
export interface Place {
  /** The database. */
  database: string;
  /** The schema inside it; null where the host named none. */
  schema: string | null;
}

/** What the methods of a session are about. */
export type SessionGroup = "query" | "schema" | "rows" | "keys" | "code";

/** The methods that a session may have by the protocol's table; one that another serves is none of its own. */
export type SessionMethod = {
  [N in MethodsIn<SessionGroup>]: (typeof METHODS)[N] extends { by: string } ? never : N;
}[MethodsIn<SessionGroup>];

/** What a method of a session gives: the result of the protocol's method, or what the SDK makes it of. */
export type Given<N extends SessionMethod> = (typeof METHODS)[N]["answer"] extends infer A
  ? A extends keyof AnswerForms ? AnswerForms[A] : ReadonlyResult<ReturnType<Methods[N]>>
  : never;

/** A list may be one that its author does not change. */
export type ReadonlyResult<T> = [T] extends [readonly (infer E)[]] ? readonly E[] : T;

/** A method of a session for each method of the protocol. */
export type ProtocolMethods = {
  [N in keyof Pick<Methods, Exclude<SessionMethod, "codeGenerators">>]?: (
    ...parameters: [...Parameters<Methods[N]>, context: Context]
  ) => Given<N> | Promise<Given<N>>;
};

/**
 * An open session. The calls of one session run one after the other, each with a fresh {@link Context}; cancelling
 * and closing go past those that wait. A method whose result is none has succeeded when it returns.
 */
export interface Session extends ProtocolMethods {
  /**
   * The generators; the real client asks when the menu of a table or view opens. From a list, rather than a method, it
   * also follows which statements the session says it can generate.
   */
  codeGenerators?:
    | readonly CodeGeneratorInfo[]
    | ((context: Context) => readonly CodeGeneratorInfo[] | Promise<readonly CodeGeneratorInfo[]>);
  /** Whether the database still answers; throws if not. Without it a ping always succeeds. */
  ping?(context: Context): void | Promise<void>;
  /** Called after a cancelled call, for what is left to tidy up. */
  cleanupAfterCancel?(context: Context): void | Promise<void>;
  /** Ends the session; called once, also when the connection is lost. */
  close?(): void | Promise<void>;
}

/** The methods of some groups: `MethodsOf<"keys">` are those of a key-value store. */
export type MethodsOf<G extends SessionGroup> = Pick<Session, MethodsIn<G> & keyof Session>;
