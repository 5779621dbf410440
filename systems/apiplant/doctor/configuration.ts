/** What a configuration leaves open. */
import { addressText, isLocal } from "../config/address.ts";
import type { Config } from "../config/config.ts";
import { type Finding, open, warning } from "./finding.ts";
import { networkFindings } from "./networks.ts";

/** What is open by the configuration alone. */
export function configurationFindings(config: Config): readonly Finding[] {
  return [...config.auth.mode === "open" ? whenOpen(config) : whenRequired(config), ...networkFindings(config)];
}

function whenOpen({ server, hooks, auth }: Config): Finding[] {
  const address = addressText(server.mountAddress), isReached = !isLocal(server.mountAddress);
  const found: Finding[] = [];
  if (isReached) {
    found.push(open(
      "everyone",
      `Every machine that reaches ${address} may read and change everything, as auth.mode is open by default: set it to required, or server.mount-address to a loopback address`,
    ));
  } else {
    found.push(warning("local", `Every user and program of this machine may change everything at ${address}`));
  }
  if (server.corsOrigins.includes("*")) {
    found.push(
      open("cors", "Web pages of every origin may read and change everything: name origins in server.cors-origins"),
    );
  }
  for (const [name, value] of [["allow-run", hooks.allowRun], ["allow-net", hooks.allowNet]] as const) {
    if (value === "auto" || value.length === 0 || !isReached) continue;
    found.push(open(
      name,
      `Post hooks may use hooks.${name} (${value.length}) while every machine may change the data that they see: set auth.mode to required`,
    ));
  }
  if (auth.oidc !== null) found.push(warning("oidc", "auth.oidc has no effect while auth.mode is open"));
  return found;
}

function whenRequired({ server, limits, hooks }: Config): Finding[] {
  const found: Finding[] = [], isReached = !isLocal(server.mountAddress);
  if (isReached && server.tls === null) {
    found.push(
      warning("tls", "Keys and tokens travel unencrypted: set server.tls, or let only a proxy reach the address"),
    );
  }
  if (isReached && limits.rate === 0) {
    found.push(warning("rate", "Clients may send any number of requests: set limits.rate"));
  }
  if (isReached && hooks.allowRun === "auto") {
    found.push(warning(
      "allow-run",
      "Admins on other machines may run every program of this one by post hooks: list programs in hooks.allow-run, or none",
    ));
  }
  if (isReached && hooks.allowNet === "auto") {
    found.push(warning(
      "allow-net",
      "Admins on other machines may reach every address, private ones too, by post hooks: list hosts in hooks.allow-net",
    ));
  }
  return found;
}
