//go:build linux

package window

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop/internal/bustest"
)

// watcher is a peer on a real bus that collects tray icons, like a panel does.
type watcher chan string

func (w watcher) RegisterStatusNotifierItem(item string, sender dbus.Sender) *dbus.Error {
	w <- string(sender)
	return nil
}

// menuItem is a node of com.canonical.dbusmenu.
type menuItem struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// menu reads the labels of the tray's menu, with their ids.
func menu(t *testing.T, item dbus.BusObject) map[string]int32 {
	t.Helper()
	var revision uint32
	var root menuItem
	if err := item.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root); err != nil {
		t.Fatal(err)
	}
	labels := map[string]int32{}
	for _, child := range root.Children {
		var entry menuItem
		if err := dbus.Store([]any{child.Value()}, &entry); err != nil {
			t.Fatal(err)
		}
		if label, named := entry.Props["label"].Value().(string); named {
			labels[label] = entry.ID
		}
	}
	return labels
}

const inChild = "WINDOW_TEST_TRAY"

// TestMain is also the program with a tray that the test below looks at from
// outside, as a panel does. The tray library works once per process and has
// races of its own, which is why it is not run inside the test.
func TestMain(m *testing.M) {
	if os.Getenv(inChild) == "" {
		os.Exit(m.Run())
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 16, 16))); err != nil {
		panic(err)
	}
	var icon tray
	icon.setStatus("3 files waiting") // before the tray is ready
	icon.start(picture.Bytes(), func() { fmt.Println("shown") }, func() { fmt.Println("quit") })
	io.Copy(io.Discard, os.Stdin) // until the test is done
	icon.stop()
}

// program starts it and returns what it prints, line by line.
func program(t *testing.T) <-chan string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), inChild+"=1", "GORACE=exitcode=0 log_path=/dev/null")
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	t.Cleanup(func() {
		in.Close()
		for range lines {
		}
		if err := child.Wait(); err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	return lines
}

func TestTheTrayShowsTheStatusAndBringsTheWindowBack(t *testing.T) {
	conn := bustest.Start(t)
	registered := make(watcher, 8)
	bustest.Serve(t, conn, "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher", registered)
	clicks := program(t)

	item := conn.Object(receive(t, registered, "the icon's registration"), "/StatusNotifierItem/menu")
	labels := menu(t, item)
	for deadline := time.Now().Add(20 * time.Second); labels["3 files waiting"] == 0 && time.Now().Before(deadline); {
		labels = menu(t, item) // the menu is filled once the icon is up
	}
	for _, label := range []string{"3 files waiting", "Show Tieout", "Quit Tieout"} {
		if labels[label] == 0 {
			t.Fatalf("the menu has no %q: %v", label, labels)
		}
	}
	for _, click := range []struct{ label, effect string }{{"Show Tieout", "shown"}, {"Quit Tieout", "quit"}} {
		call := item.Call("com.canonical.dbusmenu.Event", 0, labels[click.label], "clicked", dbus.MakeVariant(""), uint32(0))
		if call.Err != nil {
			t.Fatal(call.Err)
		}
		if got := receive(t, clicks, click.label); got != click.effect {
			t.Errorf("%s: %q, want %q", click.label, got, click.effect)
		}
	}
}

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}
