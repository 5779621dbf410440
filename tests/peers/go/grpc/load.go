package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

const (
	itemCount = 20_000
	itemBytes = 100
	bulkCount = 64
	bulkBytes = 1 << 20
)

// load measures a server in each way for some time, and writes the rates as one line of JSON.
func load(address string, each time.Duration) error {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(8<<20)))
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := calls(connection, 10, each/4); err != nil {
		return err
	}
	rates := map[string]float64{}
	for name, measure := range map[string]func() (float64, error){
		"callsOne":     func() (float64, error) { return calls(connection, 1, each) },
		"callsHundred": func() (float64, error) { return calls(connection, 100, each) },
		"items":        func() (float64, error) { return received(connection, itemCount, itemBytes, each) },
		"megabytesOut": func() (float64, error) {
			rate, err := received(connection, bulkCount, bulkBytes, each)
			return rate * bulkBytes / 1e6, err
		},
		"megabytesIn": func() (float64, error) {
			rate, err := sent(connection, bulkCount, bulkBytes, each)
			return rate * bulkBytes / 1e6, err
		},
	} {
		rate, err := measure()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		rates[name] = rate
	}
	return json.NewEncoder(os.Stdout).Encode(rates)
}

// calls gives the unary calls of a second, with that many in flight.
func calls(connection *grpc.ClientConn, inFlight int, each time.Duration) (float64, error) {
	request := make([]byte, itemBytes)
	var wait sync.WaitGroup
	var lock sync.Mutex
	var failure error
	total := 0
	start := time.Now()
	for range inFlight {
		wait.Add(1)
		go func() {
			defer wait.Done()
			done := 0
			for time.Since(start) < each {
				var response []byte
				if err := connection.Invoke(context.Background(), sayPath, &request, &response); err != nil {
					lock.Lock()
					failure = err
					lock.Unlock()
					return
				}
				done++
			}
			lock.Lock()
			total += done
			lock.Unlock()
		}()
	}
	wait.Wait()
	return float64(total) / time.Since(start).Seconds(), failure
}

// received gives the messages of a second that a server sends in streams.
func received(connection *grpc.ClientConn, items, bytes int, each time.Duration) (float64, error) {
	request := make([]byte, bytes)
	copy(request, []byte{byte(items >> 24), byte(items >> 16), byte(items >> 8), byte(items)})
	total := 0
	start := time.Now()
	for time.Since(start) < each {
		stream, err := connection.NewStream(context.Background(), &countStream, countPath)
		if err != nil {
			return 0, err
		}
		if err := stream.SendMsg(&request); err != nil {
			return 0, err
		}
		if err := stream.CloseSend(); err != nil {
			return 0, err
		}
		for {
			var response []byte
			if err := stream.RecvMsg(&response); err == io.EOF {
				break
			} else if err != nil {
				return 0, err
			}
			total++
		}
	}
	return float64(total) / time.Since(start).Seconds(), nil
}

// sent gives the messages of a second that a server takes in streams.
func sent(connection *grpc.ClientConn, items, bytes int, each time.Duration) (float64, error) {
	request := make([]byte, bytes)
	total := 0
	start := time.Now()
	for time.Since(start) < each {
		stream, err := connection.NewStream(context.Background(), &uploadStream, uploadPath)
		if err != nil {
			return 0, err
		}
		for range items {
			if err := stream.SendMsg(&request); err != nil {
				return 0, err
			}
			total++
		}
		if err := stream.CloseSend(); err != nil {
			return 0, err
		}
		var response []byte
		if err := stream.RecvMsg(&response); err != nil {
			return 0, err
		}
	}
	return float64(total) / time.Since(start).Seconds(), nil
}
