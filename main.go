// Command tieout is the desktop program. It hands app.App to Wails and says how
// the window looks; everything it does is in package app.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"os"
	"strings"
	_ "time/tzdata" // Windows has no zones of its own that Go reads

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"

	"tieout/app"
	"tieout/app/boot"
	"tieout/app/desktop/window"
	"tieout/frontend"
)

// frameless says that the page draws the title bar.
const frameless = true

func main() {
	boot.RunWorkerIfAsked()
	settings, err := boot.Read(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(settings)
	}
	if err != nil {
		slog.Error("tieout", "error", err)
		os.Exit(1)
	}
}

// run shows the window, or one that says why the program did not open.
func run(s boot.Settings) error {
	window.Prepare()
	w := window.New(window.Options{StateFile: s.File("window.json")})
	opened, err := boot.Open(s, w, frameless)
	if err != nil {
		o := look(s, w, boot.Sorry(err))
		o.Frameless = false
		return errors.Join(err, wails.Run(o))
	}
	o := look(s, w, boot.Pages(boot.Source(frontend.Dist()), opened.Files()))
	o.Bind = []any{opened.App}
	return errors.Join(wails.Run(o), opened.Close())
}

// look is how the window looks and behaves.
func look(s boot.Settings, w *window.Window, pages http.Handler) *options.App {
	gpu := linux.WebviewGpuPolicyOnDemand
	if s.SafeGraphics {
		gpu = linux.WebviewGpuPolicyNever
	}
	return &options.App{
		Title: "Tieout", Width: 1440, Height: 900, MinWidth: window.MinWidth, MinHeight: window.MinHeight,
		Frameless: frameless, StartHidden: true, BackgroundColour: background(),
		AssetServer:    &assetserver.Options{Handler: pages},
		OnStartup:      w.Startup,
		OnDomReady:     w.DomReady,
		OnBeforeClose:  w.BeforeClose,
		OnShutdown:     func(ctx context.Context) { w.Shutdown(ctx) },
		ErrorFormatter: app.FormatError,
		DragAndDrop:    &options.DragAndDrop{EnableFileDrop: true, DisableWebViewDrop: true},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: s.ID(), OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.ShowWindow() },
		},
		LogLevel: logger.WARNING, LogLevelProduction: logger.ERROR,
		Linux:   &linux.Options{ProgramName: "tieout", WebviewGpuPolicy: gpu},
		Windows: &windows.Options{Theme: windows.SystemDefault, WebviewUserDataPath: s.File("webview"), WebviewGpuIsDisabled: s.SafeGraphics},
	}
}

// background is the canvas of the theme, so that nothing flashes before the page
// is drawn.
func background() *options.RGBA {
	if strings.HasSuffix(os.Getenv("GTK_THEME"), ":dark") {
		return options.NewRGB(0x12, 0x14, 0x12)
	}
	return options.NewRGB(0xF5, 0xF4, 0xF0)
}
