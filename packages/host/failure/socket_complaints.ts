/**
 * What drivers in any language write when they cannot listen, and what it means.
 *
 * @module
 */
import type { Complaint } from "@fluxwire/supervise";
import type { DriverErrorCode } from "../launch_codes.ts";

/** In this order: the first that matches counts. */
export const SOCKET_COMPLAINTS: readonly Complaint<DriverErrorCode>[] = [
  {
    code: "NameInUse",
    pattern: /AddrInUse|address (?:is )?already in use|EADDRINUSE|address in use|the name is in use/i,
    what: () => "it found the name or address in use",
    hint: () => "stop what listens there (on macOS, remove a socket file that was left), or choose another name",
  },
  {
    code: "ListenForbidden",
    pattern:
      /(?:listen|bind)\w*\b[^\n]*(?:EACCES|EPERM|permission denied|operation not permitted)|(?:EACCES|EPERM|permission denied|operation not permitted)[^\n]*\n?[^\n]*\b(?:listen|bind)/i,
    what: () => "the system did not let it listen",
    hint: () => "choose a name in a folder that it may write to, or a port above 1023",
  },
  {
    code: "ListenFolderMissing",
    pattern:
      /\b(?:listen|bind)\w*\b[^\n]*(?:ENOENT|no such file or directory)|NotFound: No such file or directory[^\n]*\n[^\n]*\blisten|\bbind\([^\n]*\n(?:[\s~^]*\n)?FileNotFoundError/i,
    what: () => "the folder of the socket that it listens on is not there",
    hint: () =>
      "make the folder, or let it listen on the name as it is given: on Linux an abstract socket has no folder",
  },
  {
    code: "NameTooLong",
    pattern:
      /SUN_LEN|sun_path|AF_UNIX path too long|ENAMETOOLONG|socket (?:name|path) [^\n]*too long|its length of \d+ bytes exceeds/i,
    what: () => "the system takes no socket's name as long as the one it listens on",
    hint: () => "choose a shorter name: Linux takes 107 bytes, macOS 82",
  },
];
