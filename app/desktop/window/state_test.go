package window

import (
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestTheWindowComesBackWhereItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "window.json")
	saved := State{Placed: true, X: 40, Y: 60, Width: 1100, Height: 700, Maximised: true}
	if err := saved.Save(path); err != nil {
		t.Fatal(err)
	}
	if got := LoadState(path); got != saved {
		t.Errorf("LoadState = %+v, want %+v", got, saved)
	}
	if got := saved.Clamp(Size{1920, 1080}); got != saved {
		t.Errorf("Clamp moved a window that fits: %+v", got)
	}
}

func TestAStateThatMakesNoSenseIsAFirstStart(t *testing.T) {
	fresh := State{Width: defaultWidth, Height: defaultHeight}
	path := filepath.Join(t.TempDir(), "window.json")
	if got := LoadState(path); got != fresh {
		t.Errorf("without a file: %+v", got)
	}
	for _, text := range []string{"", "null", "{", `{"x":"left"}`, "\x00\x00"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := LoadState(path); got != fresh {
			t.Errorf("from %q: %+v", text, got)
		}
	}
}

func TestTheWindowIsAlwaysWhollyOnTheScreen(t *testing.T) {
	anywhere := rapid.IntRange(-1<<40, 1<<40)
	rapid.Check(t, func(t *rapid.T) {
		state := State{
			Placed: rapid.Bool().Draw(t, "placed"), Maximised: rapid.Bool().Draw(t, "maximised"),
			X: anywhere.Draw(t, "x"), Y: anywhere.Draw(t, "y"), Width: anywhere.Draw(t, "width"), Height: anywhere.Draw(t, "height"),
		}
		screen := Size{rapid.IntRange(320, 8000).Draw(t, "screen width"), rapid.IntRange(240, 5000).Draw(t, "screen height")}
		got := state.Clamp(screen)
		if got.X < 0 || got.Y < 0 || got.X+got.Width > screen.Width || got.Y+got.Height > screen.Height {
			t.Fatalf("%+v on %+v", got, screen)
		}
		if got.Width < min(MinWidth, screen.Width) || got.Height < min(MinHeight, screen.Height) {
			t.Fatalf("%+v is too small", got)
		}
		if got.Clamp(screen) != got || got.Maximised != state.Maximised {
			t.Fatalf("clamping again moves it: %+v", got)
		}
	})
}

func TestOnAnUnknownScreenTheSystemPlacesTheWindow(t *testing.T) {
	got := State{Placed: true, X: 5000, Width: 10, Height: 10}.Clamp(Size{})
	if got.Placed || got.Width != MinWidth || got.Height != MinHeight {
		t.Errorf("Clamp = %+v", got)
	}
}
