// A hub, a child and a small host of NX by gRPC's own library and by code generated from nx/internal/host_routing.proto.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"
)

const usage = `usage:
  hub -device_id ID -config FILE      serves commands until it is killed
  child -device_id ID -config FILE    takes the steps that its configuration names
  tagged-hub, tagged-child            as these, in short, by structs with field tags
  host SOCKET                         routes commands, and does nothing else
  load ADDRESS HUB CALLS DURATION     measures calls with that many at once
  lose ADDRESS HUB CALLS              has that many calls wait, and writes when each has ended`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s", usage)
	}
	verb, args := args[0], args[1:]
	switch {
	case verb == "hub" || verb == "child":
		flags := flag.NewFlagSet(verb, flag.ExitOnError)
		deviceID := flags.String("device_id", "", "")
		config := flags.String("config", "", "")
		if err := flags.Parse(args); err != nil {
			return err
		}
		if verb == "hub" {
			return runHub(*deviceID)
		}
		return runChild(*config)
	case verb == "tagged-hub" && len(args) > 1:
		return runTaggedHub(args[1])
	case verb == "tagged-child" && len(args) > 3:
		text, err := os.ReadFile(args[3])
		if err != nil {
			return err
		}
		c := &child{}
		if err := json.Unmarshal(text, c); err != nil {
			return err
		}
		return runTaggedChild(c.HubDeviceID)
	case verb == "host" && len(args) == 1:
		return runHost(args[0])
	case verb == "load" && len(args) == 4:
		calls, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		each, err := time.ParseDuration(args[3])
		if err != nil {
			return err
		}
		return load(args[0], args[1], calls, each)
	case verb == "lose" && len(args) == 3:
		calls, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return lose(args[0], args[1], calls)
	}
	return fmt.Errorf("%s", usage)
}
