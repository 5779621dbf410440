/**
 * One reference to another module, as the rules see it.
 *
 * @module
 */

/**
 * The form of a reference: a static import or re-export, `import()`, or a name alone (`import.meta.resolve`, `new URL`
 * with `import.meta.url`). `text` is any other string that begins with the name of an own package; `WebAssembly` is the
 * use of that name, and `file` says that the whole file was read.
 */
export type Form = "static" | "dynamic" | "name" | "text" | "WebAssembly" | "file";

/** A reference, as the lint plugin reports it. */
export interface Mention {
  form: Form;
  /** False for type-only imports. */
  byValue: boolean;
  /** The name; of a computed one, the literal text before its first computed part, possibly empty. */
  specifier: string;
  /** Whether the name is computed. */
  computed: boolean;
}

/** A reference and its place. */
export interface Import extends Mention {
  /** The file, relative to the root. */
  file: string;
  line: number;
}
