/**
 * Devices: those of an exporter as a tree, their methods as forms, their bytes as terminals.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { SystemScreen } from "../system/system_screen.tsx";

/** The screen. */
export function DevicesScreen(props: ScreenProps): ComponentChildren {
  return <SystemScreen {...props} label="Devices" hint="Choose a device to see its methods." />;
}
