/**
 * What each end sends first.
 *
 * @module
 */
import type { GrpcLimits } from "../limits.ts";
import { FRAME, PREFACE } from "./frame_type.ts";
import type { Output } from "./output.ts";
import { SETTING, SETTING_BYTES } from "./peer_settings.ts";

/** Sends a client's preface, and SETTINGS with the limits that the peer should keep. */
export function sendFirstFrames(output: Output, isServer: boolean, limits: GrpcLimits): void {
  if (!isServer) output.raw(PREFACE);
  const settings: [number, number][] = [
    isServer ? [SETTING.maxConcurrentStreams, limits.maxStreams] : [SETTING.enablePush, 0],
    [SETTING.initialWindowSize, limits.streamWindowBytes],
    [SETTING.maxHeaderListSize, limits.maxHeaderListBytes],
  ];
  output.frame(FRAME.settings, 0, 0, settings.length * SETTING_BYTES);
  for (const [setting, value] of settings) {
    output.uint16(setting);
    output.uint32(value);
  }
}
