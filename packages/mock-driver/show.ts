/**
 * The texts of the mock driver's help and lists.
 *
 * @module
 */
import { type Command, HELP_ALL } from "./command_line.ts";
import { faultLines, listFaults } from "./faults/table.ts";

/** The text that a command prints. */
export function rendered(what: Extract<Command, { show: unknown }>["show"]): string {
  switch (what) {
    case "help":
      return `${HELP_ALL}\nFaults:\n${faultLines().map((line) => `  ${line}\n`).join("")}`;
    case "faults":
      return `${faultLines().join("\n")}\n`;
    case "faults as json":
      return `${JSON.stringify({ faults: listFaults() }, null, 2)}\n`;
  }
}
