/** Values of the environment in texts. */

/** The value of a variable of the environment. */
export type Environment = (name: string) => string | undefined;

const REFERENCE = /\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/g;

/** A text with its `$NAME`, `${NAME}` and `${NAME:-default}` replaced; `$$` is a dollar sign. */
export interface Expanded {
  readonly text: string;
  /** Whether a variable was put in. */
  readonly used: boolean;
  /** Variables without a value and without a default. */
  readonly missing: readonly string[];
}

/** Puts variables into a text. An empty variable takes its default, as in shells. */
export function expand(text: string, env: Environment): Expanded {
  const missing: string[] = [];
  let used = false;
  const expanded = text.replace(REFERENCE, (all, plain?: string, braced?: string, fallback?: string) => {
    if (all === "$$") return "$";
    const name = plain ?? braced!, value = env(name);
    used = true;
    if (fallback !== undefined) return value === undefined || value === "" ? fallback : value;
    if (value === undefined) missing.push(name);
    return value ?? "";
  });
  return { text: expanded, used, missing };
}
