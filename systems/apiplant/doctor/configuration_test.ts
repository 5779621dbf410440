import { deepStrictEqual, match } from "node:assert/strict";
import { readConfig } from "../config/read.ts";
import { configurationFindings } from "./configuration.ts";

const LOCAL = 'mount-address = "127.0.0.1:1337"', REACHED = 'mount-address = "0.0.0.0:1337"';
const REQUIRED = '[auth]\nmode = "required"', OPEN = '[auth]\nmode = "open"';
const LISTED = '[hooks]\nallow-run = ["git"]\nallow-net = ["api.example"]';
const TLS = '[server.tls]\ncert = "a.pem"\nkey = "b.pem"\n[limits]\nrate = 10';

/** Lines of a configuration, and the levels and codes that it has. */
const TABLE: readonly (readonly [lines: readonly string[], wanted: readonly string[]])[] = [
  [[], ["open everyone"]],
  [["[server]", LOCAL], ["warning local"]],
  [["[server]", LOCAL, OPEN], ["warning local"]],
  [["[server]", REACHED, OPEN, LISTED], ["open everyone", "open allow-run", "open allow-net"]],
  [["[server]", 'cors-origins = ["*"]', LOCAL], ["warning local", "open cors"]],
  [["[server]", LOCAL, REQUIRED], []],
  [["[server]", REACHED, REQUIRED], ["warning tls", "warning rate", "warning allow-run", "warning allow-net"]],
  [["[server]", REACHED, REQUIRED, LISTED], ["warning tls", "warning rate"]],
  [["[server]", REACHED, REQUIRED, LISTED, TLS], []],
  [["[server]", LOCAL, 'trusted-proxies = ["0.0.0.0/0"]', REQUIRED], ["open proxies"]],
  [["[server]", LOCAL, 'trusted-proxies = ["::/0"]', REQUIRED], ["open proxies"]],
  [["[server]", LOCAL, 'trusted-proxies = ["10.0.0.0/8", "8.0.0.0/7"]', REQUIRED], ["open proxies"]],
  [["[server]", LOCAL, 'trusted-proxies = ["2001:db8::/32"]', OPEN], ["warning local", "open proxies"]],
  [["[server]", LOCAL, 'trusted-proxies = ["10.0.0.0/8", "192.0.2.0/24", "2001:db8::/64", "fd00::/8"]', REQUIRED], []],
  [["[server]", LOCAL, REQUIRED, "[webhooks]", "allow-private = true"], ["warning allow-private"]],
  [["[server]", LOCAL, "[webhooks]", "allow-private = true"], ["warning local", "warning allow-private"]],
];

Deno.test("configurationFindings() finds what is open, and says what to do", () => {
  for (const [lines, wanted] of TABLE) {
    const { config } = readConfig(lines.join("\n"), "config.toml", () => undefined);
    const findings = configurationFindings(config);
    deepStrictEqual(findings.map(({ level, code }) => `${level} ${code}`), wanted, lines.join(" "));
    for (const { message, code } of findings) {
      if (code !== "local") match(message, /: (set|name|list|unset) |set auth.mode/, message);
    }
  }
});
