package synctest

import (
	"os"
	"testing"

	"tieout/sync/pdf"
)

// TestMain lets this program be started again as what real processes are needed for: a PDF worker, and
// a desk that can be killed.
func TestMain(m *testing.M) {
	pdf.RunWorkerIfAsked()
	if os.Getenv(headlessVariable) != "" {
		os.Exit(headless())
	}
	os.Exit(m.Run())
}
