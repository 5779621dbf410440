//go:build programs

// Package peers names the foreign programs that tests/peers/build builds, so that go.sum pins what they need.
package peers

import (
	_ "github.com/summerwind/h2spec/cmd/h2spec"
	_ "google.golang.org/grpc/cmd/protoc-gen-go-grpc"
	_ "google.golang.org/grpc/interop/client"
	_ "google.golang.org/grpc/interop/server"
	_ "google.golang.org/protobuf/cmd/protoc-gen-go"
)
