import { deepEqual, ok } from "node:assert/strict";
import { probeLine } from "../../packages/cli/command/testing/probe_line.ts";
import { IGNORED_BY_DEFAULT } from "../../packages/testing/recording/replay/ignored_paths.ts";
import { pathOf } from "../e2e/running_driver.ts";
import { schemaOf } from "../schemas/schema.ts";
import { codeBlocks } from "./code_blocks.ts";

const GUIDE = await Deno.readTextFile(pathOf("docs/recordings.md"));

Deno.test("docs/recordings.md has valid commands of the probe", () => {
  const lines = codeBlocks(GUIDE).flatMap(({ text }) => text.trim().split("\n"));
  const commands = lines.flatMap((line) => /^deno task probe (.*)$/.exec(line)?.[1] ?? []);
  ok(commands.length >= 6);
  for (const command of commands) probeLine(command.split(" "));
});

Deno.test("docs/recordings.md lists what a replay does not compare", () => {
  const [, listed] = /^Not compared: .*\n\n((?: {4}.*\n)+)/m.exec(GUIDE)!;
  deepEqual(listed!.trim().split(/\s+/), [...IGNORED_BY_DEFAULT]);
});

Deno.test("docs/recordings.md names every member of a recording's lines", async () => {
  const { anyOf } = await schemaOf("recording");
  const members = anyOf!.flatMap(({ properties = {} }) => Object.keys(properties));
  ok(members.length > 10);
  for (const member of members) ok(GUIDE.includes(`\`${member}\``), member);
});
