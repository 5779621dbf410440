package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	pb "fluxwire.test/peers/hostrpc"
	"google.golang.org/grpc"
)

// child is a way to one hub.
type child struct {
	HubDeviceID string   `json:"hub_device_id"`
	ChildRef    string   `json:"child_ref"`
	Steps       []string `json:"steps"`
	connection  *grpc.ClientConn
}

// runChild takes the steps of its configuration, and writes a line for each; then it waits to be killed.
func runChild(config string) error {
	text, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	c := &child{}
	if err := json.Unmarshal(text, c); err != nil {
		return err
	}
	if c.connection, err = connect(os.Getenv("NX_HOST_GRPC_ADDR")); err != nil {
		return err
	}
	steps := map[string]func() error{
		"power": c.power, "sizes": c.sizes, "cancel": c.cancel, "channels": c.channels, "sessions": c.sessions,
		"hundred": c.hundred,
	}
	for _, name := range c.Steps {
		if err := steps[name](); err != nil {
			fmt.Printf("step %s has failed: %v\n", name, err)
		} else {
			fmt.Printf("step %s is done\n", name)
		}
	}
	select {}
}

// call sends a command, and checks that the answer has its id.
func (c *child) call(ctx context.Context, endpoint string, payload []byte) ([]byte, error) {
	id := endpoint + "-1"
	response, err := pb.NewHostProxyServiceClient(c.connection).ProxyCommand(known(ctx), &pb.ProxyCommandRequest{
		HubDeviceId: c.HubDeviceID, ChildRef: c.ChildRef, EndpointKey: endpoint, Payload: payload, CorrelationId: id,
	})
	if err != nil {
		return nil, err
	}
	if !response.Success || response.Message != "ok" || response.CorrelationId != id {
		return nil, fmt.Errorf("the answer is %q, %v, for %q", response.Message, response.Success, response.CorrelationId)
	}
	return response.Data, nil
}
