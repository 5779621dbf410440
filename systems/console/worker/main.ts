import { decode } from "@fluxwire/wire";
self.onmessage = ({ data }) => self.postMessage(decode(data, { role: "host", layout: "0.7.1" }));
