// Command tieout is the desktop program. It hands app.App to Wails and says how
// the window looks; everything it does is in package app.
package main

import (
	"log/slog"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"

	"tieout/app"
	"tieout/frontend"
)

func main() {
	if err := wails.Run(window(new(app.App))); err != nil {
		slog.Error("tieout", "error", err)
		os.Exit(1)
	}
}

func window(a *app.App) *options.App {
	return &options.App{
		Title: "Tieout", Width: 1440, Height: 900, MinWidth: 960, MinHeight: 600,
		Frameless:      true,
		AssetServer:    &assetserver.Options{Assets: frontend.Dist()},
		Bind:           []any{a},
		ErrorFormatter: app.FormatError,
	}
}
