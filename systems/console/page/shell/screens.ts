/**
 * The screens of the page; each stands in a folder of its own.
 *
 * @module
 */
import type { Panel, SourceInfo } from "@fluxwire/console/api";
import type { ComponentChildren } from "../preact.ts";
import type { Session } from "./session.ts";
import { ConnectScreen } from "../connect/connect_screen.tsx";
import { later } from "../later/later.tsx";
import { QueryScreen } from "../query/query_screen.tsx";
import { WireScreen } from "../wire/wire_screen.tsx";

/** What a screen gets. */
export interface ScreenProps {
  /** The source that is shown. */
  readonly source: SourceInfo;
  /** The page's socket and workers. */
  readonly session: Session;
}

/** A screen. */
export interface Screen {
  /** Its id in addresses. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** It is there for sources that have one of these panels. */
  readonly panels: readonly Panel[];
  /** Shows it. */
  readonly view: (props: ScreenProps) => ComponentChildren;
}

/** All screens, in the order of their keys. */
export const SCREENS: readonly Screen[] = [
  { id: "wire", title: "Wire", panels: ["wire"], view: WireScreen },
  { id: "connect", title: "Connect", panels: ["form"], view: ConnectScreen },
  { id: "query", title: "Query", panels: ["query"], view: QueryScreen },
  { id: "host", title: "Host", panels: ["status"], view: later("HostScreen") },
  { id: "checks", title: "Checks", panels: ["checks"], view: later("ChecksScreen") },
  { id: "devices", title: "Devices", panels: ["terminal"], view: later("DevicesScreen") },
  { id: "hubs", title: "Hubs", panels: ["map"], view: later("HubsScreen") },
  { id: "models", title: "Models", panels: ["grid"], view: later("ModelsScreen") },
  { id: "events", title: "Events", panels: ["events"], view: later("EventsScreen") },
  { id: "errors", title: "Errors", panels: ["grid"], view: later("LettersScreen") },
  { id: "keys", title: "Keys", panels: ["grid"], view: later("KeysScreen") },
  { id: "webhooks", title: "Webhooks", panels: ["grid"], view: later("WebhooksScreen") },
];

/** The screens of a source. */
export function screensOf({ panels }: SourceInfo): Screen[] {
  return SCREENS.filter((screen) => screen.panels.some((panel) => panels.includes(panel)));
}
