// A server of bytes and a load for servers of bytes, to measure Fluxwire's end beside gRPC's own in Go.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "serve":
		return serve(args[1])
	case len(args) == 3 && args[0] == "load":
		each, err := time.ParseDuration(args[2])
		if err != nil {
			return err
		}
		return load(args[1], each)
	}
	return fmt.Errorf("usage: serve ADDRESS | load ADDRESS DURATION; ADDRESS is unix:PATH or HOST:PORT")
}

// split gives the network and the place of an address.
func split(address string) (string, string) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return "unix", path
	}
	return "tcp", address
}
