/**
 * Machines that are reached by SSH.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { call } from "../device/method.ts";
import { t } from "../device/t.ts";

/** What clients run, unless a configuration says otherwise: machines under test get new keys with each image. */
const COMMAND = "ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";

/**
 * How clients reach a machine by SSH, as upstream's SSHWrapper: the program runs on the client's side, over a forward to the
 * child `tcp`.
 */
export const sshHost: Device = defineDevice({
  name: "ssh",
  clientClass: "jumpstarter_driver_ssh.client.SSHWrapperClient",
  description: "A machine that is reached by SSH",
  config: {
    default_username: t.default(t.string(), ""),
    ssh_command: t.default(t.string(), COMMAND),
    ssh_identity: t.optional(t.string()),
    ssh_identity_file: t.optional(t.string()),
  },
  async open({ default_username, ssh_command, ssh_identity, ssh_identity_file }, { children }) {
    if (!Object.hasOwn(children, "tcp")) throw new TypeError("ssh needs a child tcp: a network/tcp, or a ref to one");
    if (ssh_identity !== undefined && ssh_identity_file !== undefined) {
      throw new TypeError("give one of ssh_identity and ssh_identity_file");
    }
    const identity = ssh_identity_file === undefined
      ? ssh_identity ?? null
      : await Deno.readTextFile(ssh_identity_file);
    return {
      methods: {
        default_username: call([], () => default_username, "Show the user of the machine"),
        ssh_command: call([], () => ssh_command, "Show the program that clients run"),
        ssh_identity: call([], () => identity),
      },
    };
  },
}) as Device;
