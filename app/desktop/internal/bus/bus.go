// Package bus asks questions over the D-Bus buses of Linux desktops,
// within a time limit and without ever starting a bus.
package bus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

// ErrAbsent: there is no such bus.
var ErrAbsent = errors.New("there is no such D-Bus bus")

// Used says that desktops of this operating system talk over D-Bus.
const Used = runtime.GOOS != "windows" && runtime.GOOS != "darwin"

// Present reports whether the session has a bus. Ask before using a library
// that would otherwise launch one, which would stay behind.
func Present() bool {
	if !Used {
		return false
	}
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		return !strings.HasPrefix(address, "autolaunch:")
	}
	run := os.Getenv("XDG_RUNTIME_DIR")
	if run == "" {
		run = filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	}
	_, err := os.Stat(filepath.Join(run, "bus"))
	return err == nil
}

// Ask connects to the session bus, asks, and closes. When ctx ends first it
// returns at once, also if the bus or the peer hangs.
func Ask[T any](ctx context.Context, question func(*dbus.Conn) (T, error)) (T, error) {
	if !Present() {
		var none T
		return none, ErrAbsent
	}
	return ask(ctx, dbus.ConnectSessionBus, question)
}

// AskSystem is Ask over the bus of the machine.
func AskSystem[T any](ctx context.Context, question func(*dbus.Conn) (T, error)) (T, error) {
	if !Used {
		var none T
		return none, ErrAbsent
	}
	return ask(ctx, dbus.ConnectSystemBus, question)
}

func ask[T any](
	ctx context.Context, connect func(...dbus.ConnOption) (*dbus.Conn, error), question func(*dbus.Conn) (T, error),
) (T, error) {
	type reply struct {
		value T
		err   error
	}
	answered := make(chan reply, 1)
	go func() {
		conn, err := connect(dbus.WithContext(ctx))
		if err != nil {
			answered <- reply{err: err}
			return
		}
		defer conn.Close()
		value, err := question(conn)
		answered <- reply{value, err}
	}()
	select {
	case r := <-answered:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
