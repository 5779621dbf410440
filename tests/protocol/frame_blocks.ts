/**
 * The annotated frames of docs/wire/frames.md.
 *
 * @module
 */
import { annotateBytes } from "../../packages/cli/render/annotated.ts";
import { spanLines } from "../../packages/cli/render/span_lines.ts";
import { EXAMPLE_FRAMES, type ExampleFrame } from "./example_frames.ts";

/** Every example: a section for each message group, and in it a text block for each frame. */
export function frameBlocks(): string {
  const groups = Map.groupBy(EXAMPLE_FRAMES, ({ group }) => group);
  return [...groups].map(([group, frames]) => `## ${group}\n\n${frames.map(block).join("\n\n")}`).join("\n\n");
}

function block({ title, source, role, layout, payload }: ExampleFrame): string {
  const lines = spanLines(annotateBytes(payload, { role, layout, isFramed: false }), { showsAll: true });
  const capital = title.replace(/^./, (first) => first.toUpperCase());
  return `${capital}: ${role} in layout ${layout}, ${source}.\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\``;
}
