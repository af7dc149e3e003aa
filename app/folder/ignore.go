package folder

import (
	"path"
	"strings"
)

// ownPrefix starts every temporary file and claim of ours, and the root marker.
const ownPrefix = ".tieout-"

// Ignored knows names that are never a document: owner files and scratch files of Office and LibreOffice,
// litter of Windows and macOS, and our own. Such files are neither read nor listed.
func Ignored(name string) bool { return isIgnored(name) }

// isIgnored knows names that are never a document: owner files and scratch files of Office and
// LibreOffice, litter of Windows and macOS, and our own.
func isIgnored(name string) bool {
	low := strings.ToLower(name)
	switch low {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	}
	return isOwn(low) || isOwnerFile(low) ||
		strings.HasPrefix(low, "~wrl") || path.Ext(low) == ".tmp"
}

func isOwn(name string) bool { return strings.HasPrefix(strings.ToLower(name), ownPrefix) }

// isOwnerFile knows the files by which Office ("~$name") and LibreOffice (".~lock.name#") say who has
// a document open.
func isOwnerFile(name string) bool {
	return strings.HasPrefix(name, "~$") ||
		strings.HasPrefix(name, ".~lock.") && strings.HasSuffix(name, "#")
}
