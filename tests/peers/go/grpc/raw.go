// Bytes as messages, and the paths of the service that is measured.
package main

import (
	"fmt"

	"google.golang.org/grpc"
)

// raw passes messages on as they are.
type raw struct{}

func (raw) Marshal(message any) ([]byte, error) {
	bytes, ok := message.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("cannot encode %T", message)
	}
	return *bytes, nil
}

func (raw) Unmarshal(data []byte, message any) error {
	bytes, ok := message.(*[]byte)
	if !ok {
		return fmt.Errorf("cannot decode into %T", message)
	}
	*bytes = append([]byte(nil), data...)
	return nil
}

func (raw) Name() string { return "proto" }

const (
	sayPath    = "/bench.Echo/Say"
	countPath  = "/bench.Echo/Count"
	uploadPath = "/bench.Echo/Upload"
)

var (
	countStream  = grpc.StreamDesc{StreamName: "Count", ServerStreams: true}
	uploadStream = grpc.StreamDesc{StreamName: "Upload", ClientStreams: true}
)
