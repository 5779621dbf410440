//go:build programs

// Package nats names the server that tests/peers/build builds, so that go.sum pins what they need.
package nats

import _ "github.com/nats-io/nats-server/v2"
