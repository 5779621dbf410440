package main

import (
	"context"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
)

// connect opens a channel to the host, whose address is taken as it is.
func connect(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
}

// known gives a context that says which launch this is, and how long a hub without a session is waited for.
func known(ctx context.Context) context.Context {
	if token := os.Getenv("NX_LAUNCH_TOKEN"); token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "nx-launch-token", token)
	}
	return metadata.AppendToOutgoingContext(ctx, "nx-wait-ms", "10000")
}
