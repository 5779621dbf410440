/**
 * One mention of another module, as the rules see it.
 *
 * @module
 */

/**
 * How a module is mentioned: a static import or re-export, `import()`, or a name alone (`import.meta.resolve`, `new URL`
 * beside `import.meta.url`). `text` is a string that begins with the name of an own package and is none of these;
 * `WebAssembly` is the use of that name, and `file` says that the whole file was read.
 */
export type Form = "static" | "dynamic" | "name" | "text" | "WebAssembly" | "file";

/** What the lint plugin reports of a mention. */
export interface Mention {
  form: Form;
  /** False for what types alone need. */
  byValue: boolean;
  /** The name, or of a computed one what stands before its first computed part, which is empty if that comes first. */
  specifier: string;
  /** Whether the name is computed. */
  computed: boolean;
}

/** A mention and its place. */
export interface Import extends Mention {
  /** The file, relative to the root. */
  file: string;
  line: number;
}
