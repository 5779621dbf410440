/**
 * The methods of a driver's session. All are optional: a missing one is answered with `UnsupportedMethod`, or, if the
 * tree of a relational database always requests it, with an empty list.
 *
 * @module
 */
import type { CodeGeneratorInfo, METHODS, Methods, MethodsIn } from "@fluxwire/wire";
import type { AnswerForms } from "./answer_forms.ts";
import type { Context } from "./context.ts";

/** The place of a table or collection: a database, and a schema inside it if the database has schemas. */
export interface Place {
  /** The database. */
  database: string;
  /** The schema inside it; null if the host named none. */
  schema: string | null;
}

/** The groups of a session's methods. */
export type SessionGroup = "query" | "schema" | "rows" | "keys" | "code";

/** The methods of the protocol's table that a session may have, except those that are served by another method. */
export type SessionMethod = {
  [N in MethodsIn<SessionGroup>]: (typeof METHODS)[N] extends { by: string } ? never : N;
}[MethodsIn<SessionGroup>];

/** The result of a session's method: that of the protocol's method, or a form that the SDK converts to it. */
export type Given<N extends SessionMethod> = (typeof METHODS)[N]["answer"] extends infer A
  ? A extends keyof AnswerForms ? AnswerForms[A] : ReadonlyResult<ReturnType<Methods[N]>>
  : never;

/** Lists may be readonly. */
export type ReadonlyResult<T> = [T] extends [readonly (infer E)[]] ? readonly E[] : T;

/** A method of a session for each method of the protocol. */
export type ProtocolMethods = {
  [N in keyof Pick<Methods, Exclude<SessionMethod, "codeGenerators">>]?: (
    ...parameters: [...Parameters<Methods[N]>, context: Context]
  ) => Given<N> | Promise<Given<N>>;
};

/**
 * An open session. Its calls run one after the other, each with its own {@link Context}; cancelling does
 * not wait for them, and closing ends them. A method without a result has succeeded when it returns.
 */
export interface Session extends ProtocolMethods {
  /**
   * The generators, which the real client requests when the menu of a table or view opens. From a list, but not from a
   * method, the SDK also derives the statements that the session announces.
   */
  codeGenerators?:
    | readonly CodeGeneratorInfo[]
    | ((context: Context) => readonly CodeGeneratorInfo[] | Promise<readonly CodeGeneratorInfo[]>);
  /** Whether the database still answers; throws if not. Without it a ping always succeeds. */
  ping?(context: Context): void | Promise<void>;
  /** Called after a cancelled call, to clean up. */
  cleanupAfterCancel?(context: Context): void | Promise<void>;
  /**
   * Ends the session. Called once: after CloseSession, when the connection ends, and when the driver stops; the real client
   * disconnects without CloseSession. The signals of all calls are aborted before, and the running method, with the rows
   * it returned, has ended or has had 500 ms for that. No method starts and no row is pulled afterwards.
   */
  close?(): void | Promise<void>;
}

/** The methods of some groups: `MethodsOf<"keys">` are those of a key-value store. */
export type MethodsOf<G extends SessionGroup> = Pick<Session, MethodsIn<G> & keyof Session>;
