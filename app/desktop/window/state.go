package window

import (
	"encoding/json"
	"os"

	"tieout/app/desktop/internal/durable"
)

// State is where the window was, in logical pixels relative to its screen.
type State struct {
	Placed    bool `json:"placed"` // X and Y mean something
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// Size is that of a screen, in logical pixels; zero when it is not known.
type Size struct{ Width, Height int }

// The window is never smaller than its layout works in, unless the screen is.
const (
	MinWidth, MinHeight         = 900, 600
	defaultWidth, defaultHeight = 1280, 820
)

// LoadState reads what Save wrote. A file that is missing or makes no sense is
// a first start: the place of a window is never worth an error.
func LoadState(path string) State {
	fresh := State{Width: defaultWidth, Height: defaultHeight}
	text, err := os.ReadFile(path)
	if err != nil {
		return fresh
	}
	state := fresh
	if json.Unmarshal(text, &state) != nil {
		return fresh
	}
	return state
}

// Save writes the state, whole or not at all.
func (s State) Save(path string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return durable.WriteFile(path, append(text, '\n'))
}

// Clamp returns the state with the window wholly on the screen, whatever
// monitor it was saved on.
func (s State) Clamp(screen Size) State {
	s.Width, s.Height = max(s.Width, MinWidth), max(s.Height, MinHeight)
	if screen.Width <= 0 || screen.Height <= 0 {
		s.Placed = false
		return s
	}
	s.Width, s.Height = min(s.Width, screen.Width), min(s.Height, screen.Height)
	s.X = min(max(s.X, 0), screen.Width-s.Width)
	s.Y = min(max(s.Y, 0), screen.Height-s.Height)
	return s
}
