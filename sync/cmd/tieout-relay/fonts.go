package main

import (
	"fmt"
	"os"

	"tieout/sync/pdf"
)

// systemFonts draw Chinese, Japanese and, the second one, Korean, and may be
// embedded (Apache 2.0). They are Debian's fonts-droid-fallback.
var systemFonts = []string{
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf",
}

// findFonts answers the fonts that were asked for, or those of the system that are
// there, if each can be used.
func findFonts(paths []string) ([]string, error) {
	if len(paths) == 0 {
		for _, path := range systemFonts {
			if _, err := os.Stat(path); err == nil {
				paths = append(paths, path)
			}
		}
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("--font: %w", err)
		}
		if err := pdf.CheckFont(b); err != nil {
			return nil, fmt.Errorf("--font %s: %w", path, err)
		}
	}
	return paths, nil
}
