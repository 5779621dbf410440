/**
 * What a report of checks is about: the driver, how and when it was checked, and the totals by layout.
 *
 * @module
 */
import type { CheckReport } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";

/** What a {@link ReportPane} takes. */
export interface ReportPaneProps {
  /** What was checked, in one line. */
  readonly title: string;
  /** The report. */
  readonly report: CheckReport;
}

/** The pane. */
export function ReportPane({ title, report: { facts, totals, stale } }: ReportPaneProps): ComponentChildren {
  return (
    <section class="report" aria-label="Report" data-pane tabIndex={0}>
      <h2>{title}</h2>
      {stale.map((line) => <p key={line} class="bad">✕ {line}</p>)}
      <table>
        <tbody>{[...facts, ...totals].map(([name, value]) => <Fact key={name} name={name} value={value} />)}</tbody>
      </table>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }): ComponentChildren {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}
