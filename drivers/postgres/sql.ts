/**
 * Composes statements from fixed text, names and values, and keeps these apart.
 *
 * @module
 */

/** A piece of a statement. Create it with {@link sql}. */
export class Sql {
  readonly #texts: readonly string[];
  readonly #values: readonly (string | null)[];

  /** @param texts The texts around the values, one more than values. */
  constructor(texts: readonly string[], values: readonly (string | null)[]) {
    this.#texts = texts;
    this.#values = values;
  }

  /** The statement with `$1`, `$2` and so on. */
  get text(): string {
    return this.#texts.reduce((text, next, i) => `${text}$${i}${next}`);
  }

  /** The values of the parameters. */
  get values(): readonly (string | null)[] {
    return this.#values;
  }

  /** The statement with its values inserted, for people to read and run. */
  get inlined(): string {
    return this.#texts.reduce((text, next, i) => text + literal(this.#values[i - 1] ?? null) + next);
  }

  /** This piece followed by another. */
  followedBy(next: Sql): Sql {
    const [first = "", ...rest] = next.#texts;
    return new Sql([...this.#texts.slice(0, -1), (this.#texts.at(-1) ?? "") + first, ...rest], [
      ...this.#values,
      ...next.#values,
    ]);
  }
}

/** A piece of a statement: texts and nulls between its fixed parts become values, other pieces become parts of it. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | string | null)[]): Sql {
  return parts.reduce<Sql>(
    (all, part, i) =>
      all.followedBy(part instanceof Sql ? part : new Sql(["", ""], [part])).followedBy(raw(texts[i + 1]!)),
    raw(texts[0]!),
  );
}

/** A piece of unchanged text. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

/** A quoted name, or several parts joined with dots, such as schema and table. */
export function name(...names: readonly string[]): Sql {
  return raw(names.map((one) => `"${one.replaceAll('"', '""')}"`).join("."));
}

/** Pieces with a separator. */
export function join(pieces: readonly Sql[], between: string): Sql {
  return pieces.length === 0 ? raw("") : pieces.reduce((all, next) => all.followedBy(raw(between)).followedBy(next));
}

/** A value as a statement writes it. */
function literal(value: string | null): string {
  if (value === null) return "NULL";
  const quoted = `'${value.replaceAll("'", "''")}'`;
  // The meaning of a backslash in '...' depends on a setting of the server; in E'...' it does not.
  return value.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
