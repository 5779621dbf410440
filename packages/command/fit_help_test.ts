import { equal } from "node:assert/strict";
import { fitHelp } from "./fit_help.ts";

const HELP = `Talk to drivers.

Usage: fluxwire probe [VERB] [ARGUMENTS] [--socket ID | --service ID]

One paragraph, whose lines were broken
by those who wrote it:

  source <(fluxwire completions bash; fluxwire completions zsh)

Options:
  --json        Print JSON documents; a failure is one too
  --timeout MS  Time limit
`;

Deno.test("fitHelp() breaks paragraphs anew, and rows below their second column; commands stay", () => {
  equal(
    fitHelp(HELP, 44),
    `Talk to drivers.

Usage: fluxwire probe [VERB] [ARGUMENTS]
       [--socket ID | --service ID]

One paragraph, whose lines were broken by
those who wrote it:

  source <(fluxwire completions bash; fluxwire completions zsh)

Options:
  --json        Print JSON documents; a
                failure is one too
  --timeout MS  Time limit
`,
  );
});

Deno.test("fitHelp() leaves rows whole in a pipe, and needs no more than a narrow terminal", () => {
  equal(
    fitHelp(HELP, null),
    HELP.replace("broken\nby", "broken by"),
  );
  const row = `  ${"-".repeat(30)}  a text of some words\n`;
  equal(fitHelp(row, 10), `  ${"-".repeat(30)}  a text\n      of some words\n`);
});
