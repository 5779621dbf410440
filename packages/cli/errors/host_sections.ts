/**
 * The codes of a running host.
 *
 * @module
 */
import type { ConfigErrorCode } from "@fluxwire/host";
import type { HostErrorCode } from "@fluxwire/supervise";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `HostError`, except those of a configuration. */
export const HOST_SECTIONS: Readonly<Record<Exclude<HostErrorCode, ConfigErrorCode>, ErrorSection>> = {
  HostNotRunning: {
    happened: "No host listens on the control socket.",
    causes: ["No host was started, or it has ended.", "It was started with another --control, or by another user."],
    remedy: "Start one, or name its control socket.",
    commands: ["deno task host run", "deno task host status --control PATH"],
  },
  HostRunning: {
    happened: "Another host uses the control socket.",
    causes: ["A host is already running."],
    remedy: "Use that one, stop it, or start this one on another control socket.",
    commands: ["deno task host status", "deno task host run --control PATH"],
  },
  FolderUnusable: {
    happened: "The control socket's folder is open to other users, who could stop services, or cannot be created.",
    causes: [
      "It belongs to another user, or its mode is wider than 700.",
      "It is a link, or a file has its name.",
      "The lock beside the control socket, `host.sock.lock`, cannot be opened.",
    ],
    remedy: "Make it private, or choose another folder.",
    commands: ["chmod 700 FOLDER", "deno task host run --control PATH"],
  },
  ServiceNotReady: {
    happened: "The service exists, but is not ready now.",
    causes: ["It is starting, waits for a restart, or was given up after too many failures.", "It was stopped."],
    remedy: "See its state and its last error, correct that, and start it again.",
    commands: ["deno task host status", "deno task host restart ID"],
  },
  BadRequest: {
    happened: "Host and client of the control socket use different protocols.",
    causes: ["Another program listens on that socket.", "Host and client have different versions of Fluxwire."],
    remedy: "See what listens there, and use the same version on both sides.",
    commands: ["deno task fluxwire version", "deno task host status --control PATH"],
  },
  UnknownVerb: {
    happened: "The host does not know the verb; the message lists those it knows.",
    causes: ["The client has a newer version of Fluxwire than the host."],
    remedy: "Start the host again with the newer version.",
    commands: ["deno task fluxwire version", "deno task host run"],
  },
  RequestFailed: {
    happened: "The host could not carry out the request; the message says why.",
    causes: ["A file that it needs cannot be read or written.", "A defect of the host."],
    remedy: "See the host's own output, and report it if it looks like a defect.",
    commands: ["deno task host status", "deno task host logs ID"],
  },
};
