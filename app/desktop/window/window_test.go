package window

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tieout/app/desktop"
)

func TestBeforeTheWindowIsThereNothingBreaks(t *testing.T) {
	w := New(Options{StateFile: filepath.Join(t.TempDir(), "window.json")})
	w.Emit("changed", map[string]int{"seq": 1})
	w.ShowWindow()
	w.SetStatus("Up to date")
	w.OnNotice(func(string) {})
	w.OnFileDrop(func(desktop.Drop) {})
	if err := w.Notify(desktop.Notice{Title: "x"}); !errors.Is(err, desktop.ErrNoWindow) {
		t.Errorf("Notify: %v", err)
	}
	if _, err := w.ChooseFolder("x", ""); !errors.Is(err, desktop.ErrNoWindow) {
		t.Errorf("ChooseFolder: %v", err)
	}
	if _, err := w.ChooseFile("x", ""); !errors.Is(err, desktop.ErrNoWindow) {
		t.Errorf("ChooseFile: %v", err)
	}
}

func TestADropCarriesOnlyFilesThatAreThere(t *testing.T) {
	w := New(Options{})
	file := filepath.Join(t.TempDir(), "a b é.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.onDrop(1, 2, []string{file}) // nobody listens yet
	var drops []desktop.Drop
	w.OnFileDrop(func(d desktop.Drop) { drops = append(drops, d) })
	w.onDrop(10, 20, []string{"first half", file, "/second/half", ""})
	w.onDrop(10, 20, []string{"/second/half"})
	w.onDrop(10, 20, nil)
	if len(drops) != 1 || drops[0].X != 10 || drops[0].Y != 20 || !slices.Equal(drops[0].Paths, []string{file}) {
		t.Errorf("drops = %+v", drops)
	}
}
