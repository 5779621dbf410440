import { deepStrictEqual, ok } from "node:assert/strict";
import { splitPart } from "../../packages/cli/command/args.ts";
import { probeLine } from "../../packages/cli/command/testing/probe_line.ts";
import { SYSTEM_VERBS } from "../../packages/cli/completions/system_verbs.ts";
import { MAKER } from "../../packages/cli/init/maker.ts";
import { loadFluxwire, PARTS } from "../../packages/cli/parts.ts";
import { projectFiles as modelFiles } from "../../systems/apiplant/init/project.ts";
import { projectFiles as deviceFiles } from "../../systems/jumpstarter/init/project.ts";
import { projectFiles as houseFiles } from "../../systems/nx/init/project.ts";
import { type CommandLine, commandLines } from "./command_lines.ts";
import { filesOf, read } from "./tree.ts";

const DOCUMENTS = filesOf(/\.md$/).filter((path) => path !== "CHANGELOG.md");

function all(program: RegExp): CommandLine[] {
  return DOCUMENTS.flatMap((path) => commandLines(path, read(path), program));
}

/** The tasks of the root, and those of the folders that `init` makes. */
function taskNames(): Set<string> {
  const made = [
    ...MAKER.templates.map((template) => MAKER.files({ name: "x", template, links: null })),
    modelFiles({ name: "x", template: "storage", links: null }),
    deviceFiles({ name: "x", template: "jumpstarter-device", links: null }),
    houseFiles({ name: "x", template: "nx-hub", links: null }),
  ];
  const configs = [read("deno.json"), ...made.map((files) => files.get("deno.json")!)];
  return new Set(configs.flatMap((config) => Object.keys(JSON.parse(config).tasks)));
}

Deno.test("every deno task that a document names exists, in the root or in a folder that init makes", () => {
  const names = taskNames();
  const lines = all(/\bdeno task (?=[\w"])/);
  ok(lines.length > 200, String(lines.length));
  deepStrictEqual(lines.filter(({ words: [task] }) => !names.has(task!)), []);
});

Deno.test("every command line of fluxwire, probe, host and console in a document is a valid one", async () => {
  const tasks = all(/\bdeno task (?=(?:fluxwire|probe|host|console)(?![:\w]))/).map(({ document, words }) => {
    return { document, words: words[0] === "fluxwire" ? words.slice(1) : words };
  });
  // `probe ...` and `host VERB` stand for any verb.
  const lines = [...tasks, ...all(/^\s*fluxwire (?=[a-z])/)]
    .filter(({ words }) =>
      words.length > 0 && !words.includes("...") && !words.some((word) => word.startsWith("VERB"))
    );
  ok(lines.length > 100, String(lines.length));
  const faults: string[] = [];
  for (const { document, words } of lines) {
    const { word, rest } = splitPart(words);
    if (word === null || Object.hasOwn(SYSTEM_VERBS, word)) continue;
    try {
      if (Object.hasOwn(PARTS, word)) probeLine([...rest], await PARTS[word]!());
      else probeLine([word, ...rest], await loadFluxwire());
    } catch (error) {
      faults.push(`${document}: ${words.join(" ")}: ${error instanceof Error ? error.message : error}`);
    }
  }
  deepStrictEqual(faults, []);
});

Deno.test("every verb and option of a system that a document names is one of its program", () => {
  const faults = Object.keys(SYSTEM_VERBS).flatMap((system) => {
    const lines = all(new RegExp(`\\b(?:deno task|fluxwire) ${system} (?=[-a-z])`));
    ok(lines.length > 3, system);
    return lines.flatMap(({ document, words }) => faultsOf(system, words).map((fault) => `${document}: ${fault}`));
  });
  deepStrictEqual(faults, []);
});

/** What a system does not know of a command line. */
function faultsOf(system: string, words: readonly string[]): string[] {
  const { verbs, defaultVerb } = SYSTEM_VERBS[system]!;
  const [first] = words, isOption = first!.startsWith("-"), name = isOption ? defaultVerb : first;
  if (["help", "version"].includes(first!) || /^--?(help|version|json)$/.test(first!)) return [];
  const verb = verbs.find((verb) => verb.name === name);
  if (verb === undefined) return [`no verb ${name} of ${system}`];
  // What stands behind `--`, and all that `j` gets, is for another program.
  const end = words.indexOf("--"),
    own = system === "jumpstarter" && name === "j" ? [] : words.slice(0, end < 0 ? undefined : end);
  const known = new Set([...verb.flags.map((flag) => flag.name), "help", "h"]);
  const shorts = new Set(verb.flags.flatMap(({ short }) => short === undefined ? [] : [short]));
  return own.filter((word) => /^--?[a-zA-Z]/.test(word)).flatMap((word) => {
    const option = word.replace(/^--?/, "").replace(/=.*/, "");
    return known.has(option) || shorts.has(option) ? [] : [`${system} ${name} has no option ${word}`];
  });
}
