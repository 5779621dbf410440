package main

import (
	"context"
	"fmt"
	"io"
	"net"

	"google.golang.org/grpc"
)

// serve answers until it is killed; it writes a line when it listens.
func serve(address string) error {
	network, place := split(address)
	listener, err := net.Listen(network, place)
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.MaxConcurrentStreams(256))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "bench.Echo",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Say", Handler: say}},
		Streams: []grpc.StreamDesc{
			{StreamName: "Count", Handler: count, ServerStreams: true},
			{StreamName: "Upload", Handler: upload, ClientStreams: true},
		},
	}, struct{}{})
	fmt.Println("listening")
	return server.Serve(listener)
}

func say(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	var request []byte
	if err := decode(&request); err != nil {
		return nil, err
	}
	return &request, nil
}

// count sends as many copies of the request as its first four bytes say.
func count(_ any, stream grpc.ServerStream) error {
	var request []byte
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	items := int(request[0])<<24 | int(request[1])<<16 | int(request[2])<<8 | int(request[3])
	for range items {
		if err := stream.SendMsg(&request); err != nil {
			return err
		}
	}
	return nil
}

// upload takes all messages and answers with an empty one.
func upload(_ any, stream grpc.ServerStream) error {
	for {
		var request []byte
		if err := stream.RecvMsg(&request); err == io.EOF {
			return stream.SendMsg(&[]byte{})
		} else if err != nil {
			return err
		}
	}
}
