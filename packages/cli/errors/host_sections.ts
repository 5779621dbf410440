/**
 * The codes of a running host.
 *
 * @module
 */
import type { ConfigErrorCode, HostErrorCode } from "@fluxwire/host";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `HostError`, but for those that a configuration has as well. */
export const HOST_SECTIONS: Readonly<Record<Exclude<HostErrorCode, ConfigErrorCode>, ErrorSection>> = {
  HostNotRunning: {
    happened: "No host listens on the control socket.",
    causes: ["No host was started, or it has ended.", "It was started with another --control, or by another user."],
    remedy: "Start one, or name its control socket.",
    commands: ["deno task host run", "deno task host status --control PATH"],
  },
  HostRunning: {
    happened: "Another host has the control socket: one at most can.",
    causes: ["A host runs already."],
    remedy: "Use that one, stop it, or start this one on another control socket.",
    commands: ["deno task host status", "deno task host run --control PATH"],
  },
  FolderUnusable: {
    happened: "The folder of the control socket is open to others, who could stop services, or cannot be made.",
    causes: [
      "It belongs to another user, or its mode has more than 700.",
      "It is a link, or a file stands in its place.",
      "The lock beside the control socket, `host.sock.lock`, cannot be opened.",
    ],
    remedy: "Make it private, or choose another folder.",
    commands: ["chmod 700 FOLDER", "deno task host run --control PATH"],
  },
  ServiceNotReady: {
    happened: "The service is known, and cannot be spoken to now.",
    causes: ["It starts, waits to be started again, or has been given up after too many failures.", "It was stopped."],
    remedy: "See its state and its last error; start it again once that is mended.",
    commands: ["deno task host status", "deno task host restart ID"],
  },
  BadRequest: {
    happened: "Host and client of a control socket do not understand each other.",
    causes: ["Something else listens on that socket.", "Host and client are of different versions of Fluxwire."],
    remedy: "See what listens there, and use one version on both sides.",
    commands: ["deno task fluxwire version", "deno task host status --control PATH"],
  },
  UnknownVerb: {
    happened: "The host does not know what it was asked to do; the message lists what it knows.",
    causes: ["The client is of a newer version of Fluxwire than the host."],
    remedy: "Start the host again with the newer version.",
    commands: ["deno task fluxwire version", "deno task host run"],
  },
  RequestFailed: {
    happened: "The host tried, and something else failed; the message says what.",
    causes: ["A file that it needs cannot be read or written.", "A defect of the host."],
    remedy: "See the host's own output, and report what looks like a defect.",
    commands: ["deno task host status", "deno task host logs ID"],
  },
};
