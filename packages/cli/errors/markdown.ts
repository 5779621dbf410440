/**
 * `docs/errors.md`, from the sections.
 *
 * @module
 */
import { ERROR_CODES, explain, type ExplainedCode } from "./catalogue.ts";

const HEAD = `# Errors, by their codes

Every error has a code, which stays the same from release to release, and a message for people, which may change.
\`fluxwire explain CODE\` prints its section; replace the words in capitals in a command by your own.

<!-- Written by \`deno task errors:generate\`: edit the sections in packages/cli/errors. -->
`;

/** The whole document. */
export function errorsMarkdown(): string {
  const sections = ERROR_CODES.map((code) => sectionMarkdown(explain(code)!));
  return [HEAD, ...sections].join("\n");
}

function sectionMarkdown(explained: ExplainedCode): string {
  const { code, happened, causes, remedy, commands } = explained;
  return `## ${code}

${classesText(explained)}.

${happened}

${causes.map((cause) => `- ${cause}`).join("\n")}

${remedy}

\`\`\`sh
${commands.join("\n")}
\`\`\`
`;
}

/** The classes of a code with their exit codes, in words. */
export function classesText({ classes }: Pick<ExplainedCode, "classes">): string {
  return classes.map(({ name, exitCode }) =>
    `${name === "failure" ? "Of the probe" : `\`${name}\``}, exit code ${exitCode}`
  ).join("; ");
}
