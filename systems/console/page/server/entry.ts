/**
 * How a page gets its token: by the ticket of its address, from its own tab before a reload, or from another tab.
 *
 * @module
 */
import { isEntry } from "@fluxwire/console/api";
import { drafts } from "../shell/drafts.ts";

const KEY = "fluxwire-token";
/** How long other tabs may take to answer before the page says that it has no token, in milliseconds. */
const TABS_MS = 300;

/** The token; null if no tab has one. */
export async function enter(): Promise<string | null> {
  const token = await ofTicket() ?? sessionStorage.getItem(KEY) ?? await ofOtherTab();
  if (token === null) return null;
  if (token !== sessionStorage.getItem(KEY)) drafts.forget();
  sessionStorage.setItem(KEY, token);
  share(token);
  return token;
}

/** Forgets a token that the server refuses: it was started again. */
export function forget(): void {
  sessionStorage.removeItem(KEY);
  drafts.forget();
}

async function ofTicket(): Promise<string | null> {
  const ticket = /^#([0-9a-f]{32})$/.exec(location.hash)?.[1];
  if (ticket === undefined) return null;
  history.replaceState(null, "", location.pathname);
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/api/ticket", { method: "POST", headers, body: JSON.stringify({ ticket }) });
  const entry = answer.ok ? await answer.json() : null;
  return isEntry(entry) ? entry.token : null;
}

async function ofOtherTab(): Promise<string | null> {
  const channel = new BroadcastChannel(KEY), { promise, resolve } = Promise.withResolvers<string | null>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    resolve(null);
  }, TABS_MS);
  channel.onmessage = ({ data }) => {
    if (typeof data !== "string" || data === "who") return;
    clearTimeout(timer);
    channel.close();
    resolve(data);
    if (!isLate) return;
    // A tab that was busy has answered: the page begins anew with its token.
    sessionStorage.setItem(KEY, data);
    location.reload();
  };
  channel.postMessage("who");
  return await promise;
}

function share(token: string): void {
  const channel = new BroadcastChannel(KEY);
  channel.onmessage = ({ data }) => {
    if (data === "who") channel.postMessage(token);
  };
}
