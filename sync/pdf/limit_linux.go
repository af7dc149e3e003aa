package pdf

import "golang.org/x/sys/unix"

// limitMemory caps private writable memory (RLIMIT_DATA; Linux counts
// anonymous mappings since 4.7). RLIMIT_AS would count address space that the
// Go runtime reserves and never touches.
func limitMemory(bytes int64) {
	l := unix.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
	_ = unix.Setrlimit(unix.RLIMIT_DATA, &l) // the soft limit still holds
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
