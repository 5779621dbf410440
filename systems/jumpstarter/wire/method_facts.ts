/**
 * What an exporter of Fluxwire reports of methods beside what Jumpstarter's report has: commands are made from it.
 *
 * @module
 */

/** The label of a node with its methods, as JSON. */
export const METHODS_LABEL = "fluxwire.dev/methods";

/** An argument of a method. */
export interface ArgumentFacts {
  /** What help calls it; null if its author gave it no name. */
  readonly name: string | null;
  /** What it may be, in a few words. */
  readonly expected: string;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  /** Whether it takes all further arguments, as a list; left out for all others. */
  readonly isRest?: boolean;
  /** Whether it lends the bytes of a file; null for a plain value. */
  readonly resource: "source" | "sink" | null;
  /** What it may be, as a JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A method. */
export interface MethodFacts {
  /** Its name on the wire. */
  readonly name: string;
  /** How it answers. */
  readonly kind: "call" | "stream" | "bytes";
  /** Its arguments, in order. */
  readonly args: readonly ArgumentFacts[];
}

/** The text of the label. */
export function encodeMethods(methods: readonly MethodFacts[]): string {
  return JSON.stringify(methods);
}

/** The methods in a label; none for text that is not what {@link encodeMethods} gives, as another program may use it. */
export function decodeMethods(text: string | undefined): readonly MethodFacts[] {
  if (text === undefined) return [];
  try {
    const methods: unknown = JSON.parse(text);
    return Array.isArray(methods) ? methods.filter(isMethod) : [];
  } catch {
    return [];
  }
}

function isMethod(value: unknown): value is MethodFacts {
  const { name, kind, args } = (value ?? {}) as Partial<MethodFacts>;
  return typeof name === "string" && (kind === "call" || kind === "stream" || kind === "bytes") &&
    Array.isArray(args) && args.every((arg) => typeof arg === "object" && arg !== null);
}
