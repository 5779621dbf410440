/**
 * The console's page.
 *
 * @module
 */
import "./shown_text.ts";
import { type ComponentChildren, h, render } from "./preact.ts";
import { enter, forget } from "./server/entry.ts";
import { PageError } from "./server/server.ts";
import { App } from "./shell/app.tsx";
import { beginAt } from "./shell/place.ts";
import { Session } from "./shell/session.ts";

const root = document.querySelector("#page")!, build = document.body.dataset["build"]!;

/** What is shown without a token. */
function NoToken({ reason }: { reason: string }): ComponentChildren {
  return (
    <main class="closed">
      <h1>Fluxwire console</h1>
      <p>{reason}</p>
      <p>Press Enter where the console runs: it prints a new address, which opens this page.</p>
    </main>
  );
}

const inside = document.querySelector<HTMLElement>("#recording");
try {
  if (inside !== null) render(<App session={insideSession(inside)} build={build} />, root);
  else await start();
} catch (error) {
  if (error instanceof PageError && error.code === "PassRefused") forget();
  render(<NoToken reason={(error as Error).message} />, root);
}

/** The page with a server. */
async function start(): Promise<void> {
  const token = await enter();
  if (token === null) render(<NoToken reason="This page has no token: its address was opened before." />, root);
  else render(<App session={await Session.open(token)} build={build} />, root);
}

/** The page as one file, with its recording inside, and the run of checks that it is of. */
function insideSession(element: HTMLElement): Session {
  const { title = "recording", version = "" } = element.dataset, file = new Blob([element.textContent]);
  element.remove();
  const run = document.querySelector("#report")?.textContent;
  if (run !== undefined) beginAt("checks");
  return Session.ofFile({ file, title, version, report: run === undefined ? null : JSON.parse(run) });
}
