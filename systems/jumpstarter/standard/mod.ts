/**
 * The devices that every exporter has, by the `type` of a configuration file: words of Fluxwire, and driver classes of upstream.
 *
 * @module
 */
import type { Device } from "../device/define_device.ts";

const power = () => import("./power.ts"), network = () => import("./network.ts");
const storage = () => import("./storage.ts");

const mockPower = async () => (await power()).mockPower;
const tcpNetwork = async () => (await network()).tcpNetwork;
const udpNetwork = async () => (await network()).udpNetwork;
const unixNetwork = async () => (await network()).unixNetwork;
const echoNetwork = async () => (await network()).echoNetwork;

const opendal = async () => (await import("./opendal/opendal.ts")).opendal;
const sshHost = async () => (await import("./ssh.ts")).sshHost;
const serialPort = async () => (await import("./serial.ts")).serialPort;
const shell = async () => (await import("./shell.ts")).shell;
const mockFlasher = async () => (await storage()).mockFlasher;
const mockStorageMux = async () => (await storage()).mockStorageMux;

/** Loads a device, by type. */
export const STANDARD: Readonly<Record<string, () => Promise<Device>>> = {
  "power/mock": mockPower,
  "power/http": async () => (await power()).httpPower,
  "power/command": async () => (await power()).commandPower,
  "power/gpio": async () => (await import("./power_gpio.ts")).gpioPower,
  "network/tcp": tcpNetwork,
  "network/udp": udpNetwork,
  "network/unix": unixNetwork,
  "network/echo": echoNetwork,
  "storage/files": opendal,
  "storage/flasher": async () => (await storage()).fileFlasher,
  "storage/mock-flasher": mockFlasher,
  "storage/mock-mux": mockStorageMux,
  "serial/port": serialPort,
  "shell/commands": shell,
  "ssh/host": sshHost,
  "camera/http": async () => (await import("./camera.ts")).httpCamera,
  "jumpstarter_driver_pyserial.driver.PySerial": serialPort,
  "jumpstarter_driver_opendal.driver.Opendal": opendal,
  "jumpstarter_driver_opendal.driver.MockFlasher": mockFlasher,
  "jumpstarter_driver_opendal.driver.MockStorageMux": mockStorageMux,
  "jumpstarter_driver_shell.driver.Shell": shell,
  "jumpstarter_driver_ssh.driver.SSHWrapper": sshHost,
  "jumpstarter_driver_power.driver.MockPower": mockPower,
  "jumpstarter_driver_power.driver.SyncMockPower": mockPower,
  "jumpstarter_driver_network.driver.TcpNetwork": tcpNetwork,
  "jumpstarter_driver_network.driver.UdpNetwork": udpNetwork,
  "jumpstarter_driver_network.driver.UnixNetwork": unixNetwork,
  "jumpstarter_driver_network.driver.EchoNetwork": echoNetwork,
};
