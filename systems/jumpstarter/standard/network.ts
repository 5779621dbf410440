/**
 * Connections of the exporter's machine, as byte streams.
 *
 * @module
 */
import { createSocket } from "node:dgram";
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { bytes, call, type StreamPair } from "../device/method.ts";
import { t } from "../device/t.ts";

const CLIENT = "jumpstarter_driver_network.client.NetworkClient";

/** A TCP port, as upstream's TcpNetwork. */
export const tcpNetwork: Device = defineDevice({
  name: "tcp",
  clientClass: CLIENT,
  description: "A TCP port that the exporter reaches",
  config: { host: t.string(), port: t.integer(), enable_address: t.default(t.boolean(), true) },
  open: ({ host, port, enable_address }) => ({
    methods: {
      connect: bytes(async () => {
        const conn = await Deno.connect({ hostname: host, port });
        conn.setNoDelay(true);
        return conn;
      }),
      address: call([], () => addressOf("tcp", host, port, enable_address), "Show the address"),
    },
  }),
}) as Device;

/** A UDP port, as upstream's UdpNetwork: each read is a datagram, each write another. */
export const udpNetwork: Device = defineDevice({
  name: "udp",
  clientClass: CLIENT,
  description: "A UDP port that the exporter reaches",
  config: { host: t.string(), port: t.integer(), enable_address: t.default(t.boolean(), true) },
  open: ({ host, port, enable_address }) => ({
    methods: {
      connect: bytes(() => udpPair(host, port)),
      address: call([], () => addressOf("udp", host, port, enable_address), "Show the address"),
    },
  }),
}) as Device;

/** A Unix socket, as upstream's UnixNetwork. */
export const unixNetwork: Device = defineDevice({
  name: "unix",
  clientClass: CLIENT,
  description: "A Unix socket of the exporter's machine",
  config: { path: t.string() },
  open: ({ path }) => ({
    methods: {
      connect: bytes(() => Deno.connect({ transport: "unix", path })),
      address: call([], () => `unix://${path}`, "Show the address"),
    },
  }),
}) as Device;

/** Gives back what it takes, as upstream's EchoNetwork. */
export const echoNetwork: Device = defineDevice({
  name: "echo",
  clientClass: CLIENT,
  description: "Gives back what it takes",
  open: () => ({ methods: { connect: bytes(() => new TransformStream<Uint8Array, Uint8Array>()) } }),
}) as Device;

function addressOf(scheme: string, host: string, port: number, isShown: boolean): string {
  if (!isShown) throw new DeviceError("InvalidArgument", "enable_address mode is not true");
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Datagrams that wait for the client; more are lost, as they may be on every way of a datagram. */
const MAX_DATAGRAMS = 256;

function udpPair(host: string, port: number): StreamPair {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const readable = new ReadableStream<Uint8Array>({
    start(controller) {
      socket.on("message", (message) => {
        if (controller.desiredSize! > 0) controller.enqueue(new Uint8Array(message));
      });
      socket.on("error", (error) => controller.error(error));
    },
    cancel: () => close(),
  }, { highWaterMark: MAX_DATAGRAMS });
  const writable = new WritableStream<Uint8Array>({
    write(bytes) {
      return new Promise((resolve, reject) => {
        socket.send(bytes, port, host, (error) => error ? reject(error) : resolve());
      });
    },
    abort: () => close(),
  });
  let isClosed = false;
  const close = () => {
    if (!isClosed) socket.close();
    isClosed = true;
  };
  return { readable, writable };
}
