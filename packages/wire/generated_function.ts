/**
 * Functions that are made from text, where that is allowed.
 *
 * @module
 */

/** What refused to make a function: each further try would be a line in a browser's console. */
let refused: FunctionConstructor | null = null;

/**
 * A function of its parameters' names and its body, which are made of declared names only.
 *
 * @returns Null if a policy forbids code from text; that is asked once.
 */
export function generatedFunction(names: readonly string[], body: string): ((...values: unknown[]) => unknown) | null {
  const { Function } = globalThis;
  if (Function === refused) return null;
  try {
    return new Function(...names, body) as (...values: unknown[]) => unknown;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    refused = Function;
    return null;
  }
}
