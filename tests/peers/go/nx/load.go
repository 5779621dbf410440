package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// load sends commands, with that many at once, and writes how many a second are answered.
func load(address, hubDeviceID string, calls int, each time.Duration) error {
	connection, err := connect(address)
	if err != nil {
		return err
	}
	defer connection.Close()
	c := &child{HubDeviceID: hubDeviceID, ChildRef: "child-001", connection: connection}
	if _, err := rate(c, calls, each/4); err != nil {
		return err
	}
	perSecond, err := rate(c, calls, each)
	if err == nil {
		fmt.Println(perSecond)
	}
	return err
}

func rate(c *child, calls int, each time.Duration) (float64, error) {
	var wait sync.WaitGroup
	var total atomic.Int64
	var failure atomic.Pointer[error]
	start := time.Now()
	for range calls {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for time.Since(start) < each {
				if err := c.power(); err != nil {
					failure.Store(&err)
					return
				}
				total.Add(1)
			}
		}()
	}
	wait.Wait()
	if err := failure.Load(); err != nil {
		return 0, *err
	}
	return float64(total.Load()) / time.Since(start).Seconds(), nil
}

// lose has commands wait at the hub, says so, and writes when each has ended, in milliseconds since 1970.
func lose(address, hubDeviceID string, calls int) error {
	connection, err := connect(address)
	if err != nil {
		return err
	}
	defer connection.Close()
	waiting := &child{HubDeviceID: hubDeviceID, ChildRef: "child-001", connection: connection}
	observer := &child{HubDeviceID: hubDeviceID, ChildRef: "observer", connection: connection}
	if err := observer.power(); err != nil {
		return err
	}
	ended := make(chan time.Time, calls)
	failures := make(chan error, calls)
	for range calls {
		go func() {
			_, err := waiting.call(context.Background(), "hold", []byte("null"))
			ended <- time.Now()
			failures <- err
		}()
	}
	for held := ""; held != strconv.Itoa(calls); {
		data, err := observer.call(context.Background(), "held", nil)
		if err != nil {
			return err
		}
		held = string(data)
	}
	fmt.Println("waiting")
	for range calls {
		at, err := <-ended, <-failures
		if !isLost(err) {
			return fmt.Errorf("a call has ended with %v", err)
		}
		fmt.Println(float64(at.UnixMicro()) / 1000)
	}
	return nil
}
