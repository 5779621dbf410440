//go:build programs

// Package apiplant names the foreign programs of model servers that tests/peers/build builds, so that go.sum pins what they need.
package apiplant

import _ "github.com/nats-io/nats-server/v2"
