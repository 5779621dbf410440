/**
 * The devices that every exporter has, by the `type` of a configuration file: words of ours, and driver classes of upstream.
 *
 * @module
 */
import type { Device } from "../device/define_device.ts";

const power = () => import("./power.ts"), network = () => import("./network.ts");

const mockPower = async () => (await power()).mockPower;
const tcpNetwork = async () => (await network()).tcpNetwork;
const udpNetwork = async () => (await network()).udpNetwork;
const unixNetwork = async () => (await network()).unixNetwork;
const echoNetwork = async () => (await network()).echoNetwork;

/** Loads a device, by type. */
export const STANDARD: Readonly<Record<string, () => Promise<Device>>> = {
  "power/mock": mockPower,
  "power/http": async () => (await power()).httpPower,
  "power/command": async () => (await power()).commandPower,
  "network/tcp": tcpNetwork,
  "network/udp": udpNetwork,
  "network/unix": unixNetwork,
  "network/echo": echoNetwork,
  "jumpstarter_driver_power.driver.MockPower": mockPower,
  "jumpstarter_driver_power.driver.SyncMockPower": mockPower,
  "jumpstarter_driver_network.driver.TcpNetwork": tcpNetwork,
  "jumpstarter_driver_network.driver.UdpNetwork": udpNetwork,
  "jumpstarter_driver_network.driver.UnixNetwork": unixNetwork,
  "jumpstarter_driver_network.driver.EchoNetwork": echoNetwork,
};
