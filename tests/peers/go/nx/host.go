package main

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	pb "fluxwire.test/peers/hostrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// callTime is how long a command may take.
const callTime = 5 * time.Second

// runHost serves until it is killed; it writes a line when it listens.
func runHost(socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.MaxConcurrentStreams(256))
	h := &host{hubs: map[string]*route{}}
	pb.RegisterHostProxyServiceServer(server, h)
	pb.RegisterHubGatewayServiceServer(server, h)
	fmt.Println("listening")
	return server.Serve(listener)
}

// host finds hubs by their device ids.
type host struct {
	pb.UnimplementedHostProxyServiceServer
	pb.UnimplementedHubGatewayServiceServer
	lock sync.Mutex
	hubs map[string]*route
}

// route is the session of a hub, and the commands without an answer.
type route struct {
	stream  pb.HubGatewayService_OpenHubSessionServer
	sending sync.Mutex
	lock    sync.Mutex
	calls   map[string]chan *pb.ProxyCommandResponse
	lastID  int
}

// OpenHubSession registers a hub and brings its answers to their callers.
func (h *host) OpenHubSession(stream pb.HubGatewayService_OpenHubSessionServer) error {
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	if first.EndpointKey != "__register__" {
		return status.Error(codes.FailedPrecondition, "the first message must register")
	}
	if err := stream.SendHeader(metadata.Pairs("nx-correlation-id", first.CorrelationId)); err != nil {
		return err
	}
	r := &route{stream: stream, calls: map[string]chan *pb.ProxyCommandResponse{}}
	h.lock.Lock()
	h.hubs[first.HubDeviceId] = r
	h.lock.Unlock()
	for {
		answer, err := stream.Recv()
		if err != nil {
			h.lock.Lock()
			delete(h.hubs, first.HubDeviceId)
			h.lock.Unlock()
			r.end()
			return nil
		}
		if waiting := r.take(answer.CorrelationId); waiting != nil {
			waiting <- answer
		}
	}
}

// ProxyCommand sends a command to its hub under an id of the host's own, and gives the answer with the caller's.
func (h *host) ProxyCommand(ctx context.Context, request *pb.ProxyCommandRequest) (*pb.ProxyCommandResponse, error) {
	h.lock.Lock()
	r := h.hubs[request.HubDeviceId]
	h.lock.Unlock()
	if r == nil {
		return nil, status.Error(codes.Unavailable, "hub not connected")
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	callerID := request.CorrelationId
	id, waiting := r.add()
	request.CorrelationId, request.CallerCorrelationId = id, callerID
	request.TimeoutMs = uint32(callTime.Milliseconds())
	r.sending.Lock()
	err := r.stream.Send(request)
	r.sending.Unlock()
	if err != nil {
		r.take(id)
		return nil, status.Error(codes.Unavailable, "hub disconnected")
	}
	select {
	case answer := <-waiting:
		if answer == nil {
			return nil, status.Error(codes.Unavailable, "hub disconnected")
		}
		answer.CorrelationId = callerID
		return answer, nil
	case <-ctx.Done():
		r.take(id)
		return nil, status.Error(codes.DeadlineExceeded, "hub timeout")
	}
}

// add makes room for an answer.
func (r *route) add() (string, chan *pb.ProxyCommandResponse) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.lastID++
	id, waiting := strconv.Itoa(r.lastID), make(chan *pb.ProxyCommandResponse, 1)
	r.calls[id] = waiting
	return id, waiting
}

// take gives what waits for an answer, once.
func (r *route) take(id string) chan *pb.ProxyCommandResponse {
	r.lock.Lock()
	defer r.lock.Unlock()
	waiting := r.calls[id]
	delete(r.calls, id)
	return waiting
}

// end tells every caller that the hub has gone.
func (r *route) end() {
	r.lock.Lock()
	defer r.lock.Unlock()
	for id, waiting := range r.calls {
		close(waiting)
		delete(r.calls, id)
	}
}
