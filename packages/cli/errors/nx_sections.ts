/**
 * The codes of commands to NX drivers, as `nx-code` and an answer's `code` have them.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { ErrorSection } from "./section.ts";

/** The exit code of `fluxwire nx command` and `fluxwire nx proxy` for each code. */
export const NX_EXITS: Readonly<Record<string, number>> = {
  HubUnknown: EXIT.unreachable,
  HubUnavailable: EXIT.unreachable,
  HubDisconnected: EXIT.unreachable,
  HubTimeout: EXIT.timedOut,
  HubBusy: EXIT.unreachable,
  TooLarge: EXIT.usage,
  Forbidden: EXIT.refused,
  HostStopping: EXIT.unreachable,
  HostUnavailable: EXIT.unreachable,
  NoSession: EXIT.unreachable,
  Disconnected: EXIT.unreachable,
  NotFound: EXIT.driverError,
  InvalidArgument: EXIT.driverError,
  Failed: EXIT.driverError,
};

const STATUS = "deno task nx status";

/** One section for each of them, except those that other errors have too. */
export const NX_SECTIONS: Readonly<Record<string, ErrorSection>> = {
  HubUnknown: {
    happened: "No HUB instance has the device id that the command is for: `hub not connected`.",
    causes: [
      "The child's `hub_device_id` is wrong: it must be the hub's `device_id`, exactly as written.",
      "The hub's `driver_type` is not HUB.",
    ],
    remedy: "Compare the ids in the instances file.",
    commands: [STATUS, "deno task nx -instances FILE -check"],
  },
  HubUnavailable: {
    happened: "The hub has no session at the host, or the child has no hub: `hub not connected`, `hub not bound`.",
    causes: [
      "The hub's driver is starting, or waits to be started again: the detail says when.",
      "The driver runs, and did not register: its first message must have `endpoint_key` `__register__`.",
      "Registration was refused: the hub's log has the reason.",
      "The child's `config` has no `hub_device_id`.",
    ],
    remedy: "See the hub's state and log. A caller can wait for the session by the metadata `nx-wait-ms`.",
    commands: [STATUS, "deno task nx logs HUB"],
  },
  HubDisconnected: {
    happened: "The hub's session ended while the command waited: `hub disconnected`.",
    causes: [
      "The hub's driver has ended, or closed its stream.",
      "The launched hub has replaced a session without a token.",
    ],
    remedy: "The detail says whether the command had been sent: then it may have been done. Nothing is sent twice.",
    commands: [STATUS, "deno task nx logs HUB"],
  },
  HubTimeout: {
    happened: "The hub did not answer in time: `hub timeout`.",
    causes: [
      "The device behind the hub does not answer.",
      "The hub does one command after the other, and an earlier one is slow.",
      "The limit is too short: 5 s, or `proxy_timeout_ms` of the hub.",
    ],
    remedy: "See what the hub works on; raise `fluxwire.proxy_timeout_ms` of its instance if devices need longer.",
    commands: [STATUS, "deno task nx logs HUB"],
  },
  HubBusy: {
    happened: "Too much waits for the hub: 4,096 commands or 64 MiB: `hub busy`.",
    causes: ["Commands come faster than the hub answers.", "The hub does not read its stream."],
    remedy: "Send fewer commands, or let the hub take more at once by its `max_in_flight`.",
    commands: [STATUS],
  },
  TooLarge: {
    happened: "A command or an answer has more than 4 MiB: `message too large`.",
    causes: ["The payload, or the hub's data, is larger than any gRPC library takes unasked."],
    remedy: "Send a reference to the data instead, or send it in parts.",
    commands: [STATUS],
  },
  Forbidden: {
    happened: "The caller may not reach this hub: `not this instance's hub`.",
    causes: [
      "The child's configuration names another hub.",
      "The token is of an earlier launch: the driver must read `NX_LAUNCH_TOKEN` at each start.",
      "The host runs with `-require_token`, and the call has none, or is for another child.",
    ],
    remedy: "Send the metadata `nx-launch-token`; compare `config.hub_device_id` and `config.child_ref`.",
    commands: ["deno task nx -instances FILE -check", "deno task nx logs ID"],
  },
  HostStopping: {
    happened: "The host, or the hub's instance, is being stopped: `host is stopping`.",
    causes: ["An operator has stopped it, or it has got SIGTERM."],
    remedy: "Send the command again when it runs.",
    commands: [STATUS],
  },
  HostUnavailable: {
    happened: "The driver has no connection to its host: `host unavailable`.",
    causes: ["The host has ended or is being started.", "`NX_HOST_GRPC_ADDR` names another socket."],
    remedy: "Nothing, if the host comes back: the driver connects by itself, after 0.2 to 5 s.",
    commands: [STATUS],
  },
  NoSession: {
    happened: "The instance has no driver session, by which commands of operators reach it: `driver not connected`.",
    causes: ["It does not run.", "Its driver opens none: only its hub, or the device itself, can be asked."],
    remedy: "See its state; a driver made with the SDK opens a session by itself.",
    commands: [STATUS, "deno task nx logs ID"],
  },
  Disconnected: {
    happened: "The driver's session ended while the command waited: `driver disconnected`.",
    causes: ["The driver has ended, or lost its connection."],
    remedy: "See why it has ended. The command may have been done.",
    commands: [STATUS, "deno task nx logs ID"],
  },
  NotFound: {
    happened: "The driver does not know the endpoint, or the hub does not know the child: `unknown endpoint`.",
    causes: ["The key is misspelt.", "The driver's version does not have the endpoint yet."],
    remedy: "Compare the key with what the driver has published.",
    commands: ["cat out/endpoints_DEVICE_ID.json", "deno task nx discover HUB"],
  },
  InvalidArgument: {
    happened: "The payload is no JSON, or breaks the endpoint's `value_schema`: `invalid payload`.",
    causes: ["A text stands without its double quotes.", "The type or the range is another one."],
    remedy: "Compare the value with the schema that the driver has published.",
    commands: ["cat out/endpoints_DEVICE_ID.json"],
  },
  Failed: {
    happened: "The driver has tried, and failed; the message is its own.",
    causes: ["The device has refused it, or is not there.", "The driver has a defect."],
    remedy: "See the driver's log.",
    commands: ["deno task nx logs ID"],
  },
};
