/**
 * The report as one self-contained page: every check, its frames, and the meaning of each byte.
 *
 * @module
 */
import { annotate, escapeControls, type Layout, type Span, spanText } from "@fluxwire/wire";
import { protocolSection } from "../protocol_section.ts";
import type { FrameRecord } from "../runner/recorder.ts";
import type { CheckResult } from "../runner/verdict.ts";
import { factRows, layoutText, type RunFacts } from "./run_facts.ts";
import { type Summary, summaryText } from "./summary.ts";

/** The most values that are explained per frame: of failed checks, and of others. */
const MAX_SPANS = { failed: 400, other: 40 };

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1f24 }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
details { border-left: 4px solid #d0d7de; margin: .2rem 0; padding: .1rem .8rem } details details { border-left-width: 2px }
.passed { border-color: #2da44e } .failed { border-color: #cf222e; background: #fff5f5 }
.skipped { border-color: #d4a72c } .blocked { border-color: #8250df } .expected-failure { border-color: #bf8700 }
summary { cursor: pointer } summary b { display: inline-block; min-width: 9rem } .why { color: #cf222e }
table { border-collapse: collapse; font: 12px/1.4 ui-monospace, monospace; margin: .4rem 0 }
pre { white-space: pre-wrap }
td, th { padding: 0 .7rem 0 0; text-align: left; vertical-align: top } td { overflow-wrap: anywhere } small { color: #57606a }
`;

/**
 * Renders the page.
 *
 * @param facts What was run.
 * @param title What was checked, in one line.
 */
export function htmlReport(results: readonly CheckResult[], summary: Summary, facts: RunFacts, title: string): string {
  const layouts = [...new Set(results.map(({ layout }) => layout))];
  const rows = factRows(facts, layouts).map(([name, value]) => `<tr><th>${name}<td>${escaped(value)}</tr>`);
  const stale = summary.stale.map(({ id, line, message }) =>
    `<p class="why">Line ${line} of the expected failures is stale: ${escaped(`${id}: ${message}`)}</p>`
  );
  const sections = layouts.map((layout) => {
    const checks = results.filter((result) => result.layout === layout).map(checkHtml);
    return `<h2>L${layoutText(layout).slice(1)}</h2>\n${checks.join("\n")}`;
  });
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1><p>${escaped(summaryText(summary))}, in ${(summary.ms / 1_000).toFixed(1)} s</p>
<table>${rows.join("")}</table>
${stale.join("\n")}
${sections.join("\n")}
</body></html>
`;
}

function checkHtml({ id, section, layout, verdict, ms, message, text, frames, omittedFrames }: CheckResult): string {
  const maxSpans = verdict === "failed" ? MAX_SPANS.failed : MAX_SPANS.other;
  const why = message === undefined ? "" : `<p class="why">${escaped(message)}</p>`;
  const more = omittedFrames === 0 ? "" : `<p><small>${omittedFrames} more frames</small></p>`;
  const wire = frames.map((frame) => frameHtml(frame, layout, maxSpans)).join("");
  return `<details class="${verdict}"${verdict === "failed" ? " open" : ""}><summary><b>${verdict}</b> ${
    escaped(id)
  } ` +
    `<small>${ms.toFixed(1)} ms</small></summary><p>${escaped(text)}. <small>PROTOCOL.md, ${
      escaped(section)
    }</small></p>` +
    `${why}${verdict === "failed" ? sectionHtml(section) : ""}${wire}${more}</details>`;
}

function sectionHtml(anchor: string): string {
  const section = protocolSection(anchor);
  if (section === null) return "";
  const { title, text } = section;
  return `<details><summary><small>PROTOCOL.md: ${escaped(title)}</small></summary><pre>${
    escaped(text)
  }</pre></details>`;
}

function frameHtml(frame: FrameRecord, layout: Layout, maxSpans: number): string {
  const { connection, direction, role, bytes, hex } = frame;
  const name = role === null ? "bytes" : role;
  const head = `connection ${connection}, ${direction}: ${name} of ${bytes} bytes`;
  const cut = hex.length / 2 < bytes ? `<p><small>${bytes - hex.length / 2} more bytes</small></p>` : "";
  const body = role === null || cut !== "" ? rawHtml(hex) : spansHtml(frame, layout, maxSpans);
  return `<details><summary><small>${head}</small></summary>${body}${cut}</details>`;
}

function rawHtml(hex: string): string {
  const lines = hex.slice(0, 2_048).match(/.{1,64}/g) ?? [];
  const left = hex.length / 2 - 1_024;
  const rows = lines.map((line, i) => `<tr><td>${i * 32}</td><td>${line.replace(/..(?=.)/g, "$& ")}</td></tr>`);
  return `<table>${rows.join("")}</table>${left > 0 ? `<p><small>${left} more bytes</small></p>` : ""}`;
}

function spansHtml({ hex, role }: FrameRecord, layout: Layout, maxSpans: number): string {
  const payload = Uint8Array.fromHex(hex);
  const { spans, omitted, error } = annotate(role!, layout, payload, { maxSpans });
  const rows = spans.map((span) => spanHtml(span, payload));
  if (omitted > 0) rows.push(`<tr><td></td><td colspan="4">${omitted} more values</td></tr>`);
  if (error !== null) {
    rows.push(`<tr class="why"><td>${error.offset}</td><td colspan="4">${escaped(error.message)}</td></tr>`);
  }
  return `<table><tr><th>offset<th>bytes<th>path<th>type<th>value</tr>${rows.join("")}</table>`;
}

function spanHtml(span: Span, payload: Uint8Array): string {
  const { offset, length, path, type } = span;
  const shown = payload.subarray(offset, offset + Math.min(length, 16)).toHex().replace(/..(?=.)/g, "$& ");
  const bytes = length > 16 ? `${shown} …` : shown;
  return `<tr><td>${offset}<td>${bytes}<td>${escaped(path)}<td>${escaped(type)}<td>${escaped(spanText(span))}</tr>`;
}

function escaped(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeControls).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
