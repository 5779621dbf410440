import { equal } from "node:assert/strict";
import { addressOfHost, isPrivateAddress } from "./private_address.ts";

const PRIVATE = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.7",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "0:0:0:0:0:ffff:10.0.0.1",
  "64:ff9b::127.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:0:7f00:1::",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:c0a8:101::1",
  "3fff::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "4000::1",
  "",
  "localhost",
  "1.2.3",
  "1.2.3.256",
  "1:2:3",
];
const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.1",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "::ffff:1.1.1.1",
  "64:ff9b::1.1.1.1",
  "2002:101:101::1",
  "2001:200::1",
  "2001:4860:4860::8888",
  "2606:4700:4700::1111",
  "2A00:1450:4001:0:0:0:0:1",
  "3ffe::1",
];

Deno.test("isPrivateAddress() knows what is not the internet, at the borders of each network", () => {
  for (const address of PRIVATE) equal(isPrivateAddress(address), true, address);
  for (const address of PUBLIC) equal(isPrivateAddress(address), false, address);
});

Deno.test("addressOfHost() finds addresses in every notation that URLs know", () => {
  const hosts = ["127.0.0.1", "0x7f.1", "2130706433", "017700000001", "[::1]", "[0:0::1]"];
  const found = hosts.map((host) => addressOfHost(new URL(`http://${host}/`).hostname));
  equal(found.join(" "), "127.0.0.1 127.0.0.1 127.0.0.1 127.0.0.1 ::1 ::1");
  equal(addressOfHost("example.com"), null);
});
