package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	pb "fluxwire.test/peers/hostrpc"
)

// runHub holds one session after the other, as the endpoint "close" ends one.
func runHub(deviceID string) error {
	for {
		if err := session(deviceID); err != nil {
			return err
		}
	}
}

// session registers on a channel of its own, and serves commands until "close" or the end of the stream.
func session(deviceID string) error {
	connection, err := connect(os.Getenv("NX_HOST_GRPC_ADDR"))
	if err != nil {
		return err
	}
	defer connection.Close()
	stream, err := pb.NewHubGatewayServiceClient(connection).OpenHubSession(known(context.Background()))
	if err != nil {
		return err
	}
	correlationID := fmt.Sprint(time.Now().UnixNano())
	err = stream.Send(&pb.ProxyCommandResponse{
		EndpointKey: "__register__", HubDeviceId: deviceID, CorrelationId: correlationID,
		Features: []string{"cancel"}, MaxInFlight: 256,
	})
	if err != nil {
		return err
	}
	if header, err := stream.Header(); err != nil {
		return err
	} else if echo := header.Get("nx-correlation-id"); len(echo) == 1 && echo[0] == correlationID {
		fmt.Println("registered")
	}
	hub := hub{stream: stream, held: map[string]string{}}
	for {
		request, err := stream.Recv()
		if err != nil {
			return err
		}
		if request.EndpointKey == "close" {
			return end(stream)
		}
		if !hub.keep(request) {
			go hub.answer(request)
		}
	}
}

// end closes the session in good order: the host answers with its end.
func end(stream pb.HubGatewayService_OpenHubSessionClient) error {
	if err := stream.CloseSend(); err != nil {
		return err
	}
	for {
		if _, err := stream.Recv(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// hub is one session. Commands are answered side by side, and written by one after the other.
type hub struct {
	stream pb.HubGatewayService_OpenHubSessionClient
	lock   sync.Mutex
	held   map[string]string
}

// keep takes a command that is not answered: "hold" marks a file, and so does giving it up.
func (h *hub) keep(request *pb.ProxyCommandRequest) bool {
	h.lock.Lock()
	defer h.lock.Unlock()
	if request.Control == pb.Control_CANCEL {
		mark(h.held[request.CorrelationId], "given up")
		delete(h.held, request.CorrelationId)
		return true
	}
	if request.EndpointKey != "hold" {
		return false
	}
	var path string
	_ = json.Unmarshal(request.Payload, &path)
	h.held[request.CorrelationId] = path
	mark(path, "held")
	return true
}

func (h *hub) answer(request *pb.ProxyCommandRequest) {
	response := &pb.ProxyCommandResponse{Success: true, Message: "ok", CorrelationId: request.CorrelationId}
	h.lock.Lock()
	defer h.lock.Unlock()
	switch request.EndpointKey {
	case "echo":
		response.Data = request.Payload
	case "held":
		response.Data, _ = json.Marshal(len(h.held))
	default:
		response.Data, _ = json.Marshal(struct {
			ChildRef    string `json:"child_ref"`
			EndpointKey string `json:"endpoint_key"`
			Payload     string `json:"payload"`
		}{request.ChildRef, request.EndpointKey, string(request.Payload)})
	}
	// Where the session has ended, the caller knows from its host.
	_ = h.stream.Send(response)
}

// mark writes a file whole, unless its path is empty.
func mark(path, text string) {
	if path == "" {
		return
	}
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err == nil {
		_ = os.Rename(path+".new", path)
	}
}
