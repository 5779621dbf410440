/**
 * A section of PROTOCOL.md, to be read beside the check that cites it.
 *
 * @module
 */
import type { ProtocolSection } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import type { ChecksState } from "./checks_state.ts";

/** What a {@link SectionText} takes. */
export interface SectionTextProps {
  /** Gives it. */
  readonly state: ChecksState;
  /** Its name in links. */
  readonly anchor: string;
}

/** Asks for the section, and shows it. */
export function SectionText({ state, anchor }: SectionTextProps): ComponentChildren {
  const section = useSignal<ProtocolSection | null>(null), problem = useSignal<PageError | null>(null);
  useLayoutEffect(() => {
    let isOld = false;
    state.section(anchor).then(
      (found) => isOld || (section.value = found),
      (error) => isOld || (problem.value = pageErrorOf(error)),
    );
    return () => void (isOld = true);
  }, [state, anchor]);
  if (problem.value !== null) return <Problem error={problem.value} />;
  if (section.value === null) return null;
  const { title, text } = section.value;
  return (
    <article class="section" aria-label={`PROTOCOL.md: ${title}`} tabIndex={0}>
      <h2>{title}</h2>
      {text.split(/\n{2,}/).map((block, index) => <Block key={index} text={block} />)}
    </article>
  );
}

/** A heading, a table, what keeps its lines such as a list or code, or else a paragraph. */
function Block({ text }: { text: string }): ComponentChildren {
  const heading = /^#+ (.*)/.exec(text)?.[1];
  if (heading !== undefined) return <h3>{heading}</h3>;
  if (text.startsWith("|")) return <Table lines={text.split("\n")} />;
  if (/^([-*`]|\d+\. )/.test(text)) return <pre>{text.replaceAll(/^```.*\n?/gm, "")}</pre>;
  return (
    <p>
      <Words text={text} />
    </p>
  );
}

function Table({ lines: [head = "", , ...lines] }: { lines: readonly string[] }): ComponentChildren {
  const cells = (line: string): string[] => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim());
  return (
    <table>
      <thead>
        <tr>{cells(head).map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line}>
            {cells(line).map((cell, at) => (
              <td key={at}>
                <Words text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Words, with code in a font of its own. */
function Words({ text }: { text: string }): ComponentChildren {
  return (
    <span>
      {text.split("`").map((part, index) => index % 2 === 1 ? <code key={index}>{part}</code> : part)}
    </span>
  );
}
