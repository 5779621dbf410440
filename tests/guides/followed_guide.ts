/**
 * Follows a guide to the letter, from an empty folder.
 *
 * @module
 */
import { ok, strictEqual } from "node:assert/strict";
import { ForeignFolder } from "../e2e/foreign_folder.ts";
import { pathOf } from "../e2e/running_driver.ts";
import { type CodeBlock, codeBlocks } from "./code_blocks.ts";

/** The line that names the file of a block. */
const FILE = /^\/\/ (\S+)\n/;

/** The results of following a guide. */
export interface FollowedGuide {
  /** The number of blocks in each language. */
  counts: Record<string, number>;
  /** The files written from blocks. */
  files: string[];
}

/**
 * Follows a guide of `docs/` from an empty folder: each `ts` block whose first line names a file is written to it, each
 * `sh` block is run in the folder where the previous one ended, and each `text` block must occur in the output of the
 * command before it. In a text block, `...` stands for anything within a line, and a line of `...` for any lines.
 *
 * `jsr:` refers to the packages of this repository; every other download fails.
 */
export async function followGuide(name: string): Promise<FollowedGuide> {
  await using foreign = await ForeignFolder.make();
  const files: string[] = [];
  const counts: Record<string, number> = {};
  let cwd = "", output = "";
  for (const block of codeBlocks(await Deno.readTextFile(pathOf(`docs/${name}`)))) {
    counts[block.language] = (counts[block.language] ?? 0) + 1;
    const file = block.language === "ts" ? FILE.exec(block.text)?.[1] : undefined;
    if (file !== undefined) {
      files.push(file);
      await Deno.writeTextFile(`${foreign.path}/${cwd}/${file}`, block.text);
    } else if (block.language === "sh") {
      [cwd, output] = await run(foreign, cwd, block, name);
    } else if (block.language === "text") {
      ok(
        pattern(block.text).test(output),
        `${name}:${block.line}\n${block.text}\ndoes not match the output:\n${output}`,
      );
    }
  }
  strictEqual(foreign.trap.fetches.join(), "");
  return { counts, files };
}

/** Runs a block; gives the folder in which it ended, and its output. */
async function run(foreign: ForeignFolder, cwd: string, block: CodeBlock, name: string): Promise<[string, string]> {
  const { code, stdout, stderr } = await foreign.sh(`${block.text}\nprintf '\\n%s' "$PWD"`, cwd);
  strictEqual(code, 0, `${name}:${block.line}\n${block.text}\n${stdout}${stderr}`);
  const end = stdout.lastIndexOf("\n");
  return [stdout.slice(end + 1).slice(foreign.path.length + 1), stdout.slice(0, end)];
}

function pattern(text: string): RegExp {
  const lines = text.trimEnd().split("\n").map((line) => {
    return line === "..." ? "(?:.*\n)*?" : `${line.split("...").map(RegExp.escape).join(".*")}\n`;
  });
  return new RegExp(`^${lines.join("")}`, "m");
}
