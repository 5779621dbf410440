/**
 * The sections of PROTOCOL.md, which checks cite.
 *
 * @module
 */
import protocol from "./protocol.txt" with { type: "text" };

/** A section of PROTOCOL.md. */
export interface ProtocolSection {
  /** Its heading. */
  readonly title: string;
  /** Its text with the sections below it, in Markdown, whose links are texts alone. */
  readonly text: string;
}

/**
 * A section of PROTOCOL.md.
 *
 * @param anchor Its name in links, such as `limits`.
 * @returns Null for a section that it does not have.
 */
export function protocolSection(anchor: string): ProtocolSection | null {
  const parts = protocol.split(/^(?=#{1,3} )/m), at = parts.findIndex((part) => anchorOf(part) === anchor);
  if (at < 0) return null;
  const level = levelOf(parts[at]!), after = parts.findIndex((part, index) => index > at && levelOf(part) <= level);
  const [heading, ...lines] = parts.slice(at, after < 0 ? undefined : after).join("").split("\n");
  const text = lines.join("\n").replaceAll(/<!--[^]*?-->\n*/g, "").replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1");
  return { title: titleOf(heading!), text: text.trim() };
}

function levelOf(part: string): number {
  return /^#*/.exec(part)![0].length;
}

function titleOf(heading: string): string {
  return heading.replace(/^#+ /, "").trim();
}

function anchorOf(part: string): string {
  const title = titleOf(part.split("\n", 1)[0]!);
  return title.toLowerCase().replaceAll(/[^\w -]/g, "").replaceAll(" ", "-");
}
