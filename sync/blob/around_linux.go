package blob

import (
	"errors"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// block is what length and place of direct input and output are multiples of, on
// every disk that is in use. So is the memory: Go puts what is this large there.
const block = 4096

// writeAround writes the data of a new file past the system's cache of pages,
// where the file system can: to fill fresh pages costs more than all else that is
// done with a part, and a gigabyte that passes through takes their room from what
// is read all day.
func writeAround(file *os.File, data []byte) error {
	n, err := writeBlocks(file, data[:len(data)&^(block-1)])
	if err == nil {
		_, err = file.WriteAt(data[n:], int64(n))
	}
	return err
}

// writeBlocks answers how much it wrote, which is nothing where that cannot be done.
func writeBlocks(file *os.File, data []byte) (int, error) {
	if len(data) == 0 || !direct(file, true) {
		return 0, nil
	}
	defer direct(file, false)
	n, err := file.WriteAt(data, 0)
	if errors.Is(err, unix.EINVAL) { // its blocks are larger, or it only seemed to know how
		return 0, nil
	}
	return n, err
}

// readAround is os.ReadFile for a file that is read once, past the cache, into room
// if that is enough.
func readAround(path string, room []byte) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := int(info.Size())
	data := slices.Grow(room[:0], size+block)[:(size+block-1)&^(block-1)]
	if direct(file, true) {
		if n, err := file.Read(data); err == nil && n == size {
			return data[:n], nil
		}
		direct(file, false) // it cannot, and says so in more than one way
	}
	n, err := file.ReadAt(data[:size], 0)
	return data[:n], err
}

// direct has a file go past the cache, or no longer, and says whether it will.
func direct(file *os.File, on bool) bool {
	flags, err := unix.FcntlInt(file.Fd(), unix.F_GETFL, 0)
	if err != nil {
		return false
	}
	flags &^= unix.O_DIRECT
	if on {
		flags |= unix.O_DIRECT
	}
	_, err = unix.FcntlInt(file.Fd(), unix.F_SETFL, flags)
	return err == nil
}
