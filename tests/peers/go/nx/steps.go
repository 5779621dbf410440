package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	closes  = 20
	hundred = 100
)

// power is the seed's command.
func (c *child) power() error {
	data, err := c.call(context.Background(), "power", []byte("true"))
	if err != nil {
		return err
	}
	if want := fmt.Sprintf(`{"child_ref":%q,"endpoint_key":"power","payload":"true"}`, c.ChildRef); string(data) != want {
		return fmt.Errorf("the answer is %s", data)
	}
	return nil
}

// sizes sends texts of JSON, up to 1 MiB, and no bytes at all.
func (c *child) sizes() error {
	for _, size := range []int{0, 120_000, 1 << 20} {
		var payload []byte
		if size > 0 {
			payload = append(append([]byte{'"'}, bytes.Repeat([]byte{'x'}, size-2)...), '"')
		}
		data, err := c.call(context.Background(), "echo", payload)
		if err != nil {
			return err
		}
		if !bytes.Equal(data, payload) {
			return fmt.Errorf("%d bytes have come back as %d", size, len(data))
		}
	}
	return nil
}

// cancel gives a command up that the hub holds, and waits until the hub has heard of it.
func (c *child) cancel() error {
	path, err := os.Getwd()
	if err != nil {
		return err
	}
	path += "/held"
	payload, err := json.Marshal(path)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		_, err := c.call(ctx, "hold", payload)
		ended <- err
	}()
	until(path, "held")
	cancel()
	if err := <-ended; status.Code(err) != codes.Canceled {
		return fmt.Errorf("the call has ended with %v", err)
	}
	until(path, "given up")
	return nil
}

// until waits for the text of a file.
func until(path, text string) {
	for {
		if found, err := os.ReadFile(path); err == nil && string(found) == text {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// channels opens and closes one after the other.
func (c *child) channels() error {
	for range closes {
		if err := c.connection.Close(); err != nil {
			return err
		}
		var err error
		if c.connection, err = connect(os.Getenv("NX_HOST_GRPC_ADDR")); err != nil {
			return err
		}
		if err = c.power(); err != nil {
			return err
		}
	}
	return nil
}

// sessions has the hub close one after the other.
func (c *child) sessions() error {
	for range closes {
		if _, err := c.call(context.Background(), "close", nil); !isLost(err) {
			return fmt.Errorf("the call has ended with %v", err)
		}
	}
	return c.power()
}

// hundred has commands wait until their hub is killed, and writes when the last has ended.
func (c *child) hundred() error {
	ended := make(chan error, hundred)
	for range hundred {
		go func() {
			_, err := c.call(context.Background(), "hold", []byte("null"))
			ended <- err
		}()
	}
	for range hundred {
		if err := <-ended; !isLost(err) {
			return fmt.Errorf("a call has ended with %v", err)
		}
	}
	fmt.Printf("the last has ended at %d\n", time.Now().UnixMilli())
	return nil
}

// isLost says whether a call has ended because its hub has gone.
func isLost(err error) bool {
	return status.Code(err) == codes.Unavailable && status.Convert(err).Message() == "hub disconnected"
}
