/** Which networks a configuration trusts, or lets messages go to. */
import type { Config } from "../config/config.ts";
import { isWithin, type Network, parseNetwork } from "../config/network.ts";
import { type Finding, open, warning } from "./finding.ts";

/** Ranges of addresses that no other network has. */
const PRIVATE: readonly Network[] = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]
  .concat(["169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"]).map((text) => parseNetwork(text)!);

/** What is open by `trusted-proxies` and `allow-private`. */
export function networkFindings({ server, webhooks }: Config): readonly Finding[] {
  const wide = server.trustedProxies.filter((network) => !isPrivate(network) && isWide(network));
  const texts = wide.map(({ text }) => text).join(", ");
  return [
    ...wide.length === 0 ? [] : [open(
      "proxies",
      `Machines of ${texts} may claim to be any address, and so pass limits by address: name your proxies in server.trusted-proxies`,
    )],
    ...webhooks.allowPrivate
      ? [warning(
        "allow-private",
        "Webhooks may be sent to this machine and its private network: unset webhooks.allow-private unless receivers are there",
      )]
      : [],
  ];
}

/** Whether a range is larger than what one network of a site has. */
function isWide({ bytes, bits }: Network): boolean {
  return bits < (bytes.length === 4 ? 24 : 64);
}

function isPrivate(network: Network): boolean {
  const [first] = network.text.split("/");
  return PRIVATE.some((one) => one.bits <= network.bits && isWithin(first!, [one]));
}
