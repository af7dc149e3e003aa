package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tieout/app"
)

// checkAgent says whether an agent runs: a doctor that finds none opens the data
// folder itself. One that left its door behind did not stop in order.
func checkAgent(o *office) Finding {
	f := Finding{"agent", isOK, fmt.Sprintf("process %d runs since %s", os.Getpid(), o.at.Local().Format("Jan 2, 3:04 PM")), ""}
	if o.serves {
		return f
	}
	f.State, f.What = isWarn, "no agent is running, so nothing is watched or filed"
	f.Next = "Start it: systemctl start tieout-agent (on Windows: sc start tieout-agent), or tieout-agent run"
	if _, err := os.Stat(filepath.Join(o.data, doorFile)); !errors.Is(err, fs.ErrNotExist) {
		f.State, f.What = isFail, "the agent ended without being stopped, and none is running, so nothing is watched or filed"
	}
	return f
}

// checkUploads looks at what clients sent and nobody has filed yet.
func checkUploads(line app.SyncStatus) (all []Finding) {
	for i, u := range line.Unfiled() {
		if i == namedUnfiled {
			break
		}
		all = append(all, Finding{"uploads", isFail,
			filesWords(u.Files) + " that the client of engagement " + u.Engagement + " sent: safe at the relay, and cannot be filed", u.Why})
	}
	waits, unmapped := len(line.Coming), 0
	for _, i := range line.Coming {
		if i.State == "unmapped" {
			unmapped++
		}
	}
	switch {
	case len(all) > 0:
	case waits == 0:
		all = append(all, Finding{"uploads", isOK, "nothing that clients sent waits here to be filed", ""})
	case line.State == "nobody-filing":
		all = append(all, Finding{"uploads", isWarn, filesWords(waits) + " that clients sent: safe at the relay, and nobody files", line.Banner})
	case unmapped > 0:
		all = append(all, Finding{"uploads", isWarn, filesWords(unmapped) + " that clients sent: safe at the relay, and their engagements have no folder on a share", "Map their folders: tieout-agent map"})
	default:
		all = append(all, Finding{"uploads", isOK, filesWords(waits) + " that clients sent: safe at the relay, waiting to be filed", ""})
	}
	return all
}

// checkRestored says what a restore of the relay means now, or what it has cost.
func checkRestored(words string) []Finding {
	if words == "" {
		return nil
	}
	return []Finding{{"restore", isWarn, words, "tieout-relay doctor says whom it waits for, and which files no computer has."}}
}
