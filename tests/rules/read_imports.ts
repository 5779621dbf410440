/**
 * Reads the imports of a tree's files, by the parser of `deno lint`.
 *
 * @module
 */
import type { Finding } from "./finding.ts";
import type { Import, Mention } from "./import.ts";
import type { Tree } from "./tree.ts";

const CONFIG = new URL("./lint.json", import.meta.url).pathname;
/** A comment that would suppress the plugin's reports. */
const HIDES = /^\s*\/[/*]\s*deno-lint-ignore\b.*\brules\//m;

interface LintReport {
  diagnostics: { filename: string; range: { start: { line: number } }; message: string }[];
  errors: { file_path: string; message: string }[];
}

/** Every reference to another module in the tree, and the files that could not be read. */
export async function readImports(tree: Tree): Promise<{ imports: Import[]; findings: Finding[] }> {
  const { diagnostics, errors } = await lint(tree);
  const within = (path: string) => decodeURIComponent(path.replace(/^file:\/\//, "")).slice(tree.root.length + 1);
  const mentions = diagnostics.map(({ filename, range, message }): Import => {
    const mention: Mention = JSON.parse(message);
    return { ...mention, file: within(filename), line: range.start.line };
  });
  const findings = errors.map(({ file_path, message }) => {
    return unread(within(file_path), `deno lint cannot read it: ${message}; fix it`);
  });
  const read = new Set([...mentions, ...findings].map(({ file }) => file));
  for (const { path, text } of tree.files.values()) {
    if (!read.has(path)) findings.push(unread(path, "a comment hides the file from deno lint: name a rule in it"));
    else if (HIDES.test(text)) findings.push(unread(path, "a comment hides imports from these rules: remove it"));
  }
  return { imports: mentions.filter(({ form }) => form !== "file"), findings };
}

function unread(file: string, message: string): Finding {
  return { file, line: null, rule: "readable", message };
}

async function lint({ root, files }: Tree): Promise<LintReport> {
  const args = ["lint", "--json", "--config", CONFIG, ...files.keys()];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  const text = new TextDecoder();
  try {
    return JSON.parse(text.decode(stdout));
  } catch (cause) {
    throw new Error(`Cannot read the imports: deno lint says ${text.decode(stderr)}`, { cause });
  }
}
