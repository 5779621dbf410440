package main

import (
	"context"
	"fmt"
	"os"

	"google.golang.org/grpc"
)

// taggedRequest is a plain struct that became a message: it has field tags, and the three methods of old messages.
type taggedRequest struct {
	HubDeviceID   string `protobuf:"bytes,1,opt,name=hub_device_id,proto3"`
	ChildRef      string `protobuf:"bytes,2,opt,name=child_ref,proto3"`
	EndpointKey   string `protobuf:"bytes,3,opt,name=endpoint_key,proto3"`
	Payload       []byte `protobuf:"bytes,4,opt,name=payload,proto3"`
	CorrelationID string `protobuf:"bytes,5,opt,name=correlation_id,proto3"`
}

func (m *taggedRequest) Reset()         { *m = taggedRequest{} }
func (m *taggedRequest) String() string { return fmt.Sprintf("%+v", *m) }
func (*taggedRequest) ProtoMessage()    {}

// taggedResponse has the two fields of a registration besides.
type taggedResponse struct {
	Success       bool   `protobuf:"varint,1,opt,name=success,proto3"`
	Message       string `protobuf:"bytes,2,opt,name=message,proto3"`
	Data          []byte `protobuf:"bytes,3,opt,name=data,proto3"`
	CorrelationID string `protobuf:"bytes,4,opt,name=correlation_id,proto3"`
	HubDeviceID   string `protobuf:"bytes,16,opt,name=hub_device_id,proto3"`
	EndpointKey   string `protobuf:"bytes,17,opt,name=endpoint_key,proto3"`
}

func (m *taggedResponse) Reset()         { *m = taggedResponse{} }
func (m *taggedResponse) String() string { return fmt.Sprintf("%+v", *m) }
func (*taggedResponse) ProtoMessage()    {}

// runTaggedHub answers each command with its payload.
func runTaggedHub(deviceID string) error {
	connection, err := connect(os.Getenv("NX_HOST_GRPC_ADDR"))
	if err != nil {
		return err
	}
	defer connection.Close()
	both := &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}
	stream, err := connection.NewStream(known(context.Background()), both, "/nx.internal.HubGatewayService/OpenHubSession")
	if err != nil {
		return err
	}
	response := &taggedResponse{HubDeviceID: deviceID, EndpointKey: "__register__", CorrelationID: "1"}
	for {
		if err := stream.SendMsg(response); err != nil {
			return err
		}
		request := &taggedRequest{}
		if err := stream.RecvMsg(request); err != nil {
			return err
		}
		response = &taggedResponse{
			Success: true, Message: "ok", Data: request.Payload, CorrelationID: request.CorrelationID,
		}
	}
}

// runTaggedChild sends one command, and writes the answer.
func runTaggedChild(hubDeviceID string) error {
	connection, err := connect(os.Getenv("NX_HOST_GRPC_ADDR"))
	if err != nil {
		return err
	}
	defer connection.Close()
	request := &taggedRequest{
		HubDeviceID: hubDeviceID, ChildRef: "child-001", EndpointKey: "power", Payload: []byte("true"), CorrelationID: "c-1",
	}
	response := &taggedResponse{}
	err = connection.Invoke(known(context.Background()), "/nx.internal.HostProxyService/ProxyCommand", request, response)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s, %s\n", response.Message, response.Data, response.CorrelationID)
	select {}
}
