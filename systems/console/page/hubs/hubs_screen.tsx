/**
 * Hubs: each with its children, what they say of themselves, and commands on their way.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { SystemScreen } from "../system/system_screen.tsx";

/** The screen. */
export function HubsScreen(props: ScreenProps): ComponentChildren {
  return (
    <SystemScreen {...props} label="Hubs" hint="Choose a hub or a child to see how it is, and to send it a command." />
  );
}
