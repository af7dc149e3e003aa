package blob

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A bundle is one file of objects that were put together; FORMAT.md describes
// it byte by byte. It is written whole and never grows. A member that was
// deleted is zeros.
const (
	bundleMagic   = "TIEU"
	bundleVersion = 1
	bundleFixed   = 4 + 1 + 3 + 8 + 4 + 4 // what comes before the table
	memberLives   = 1                     // the byte before the bytes of a member
	maxTable      = 1 << 20
	// atOnce is how much of a bundle is written at once. Linux has memory for as much
	// at hand, and looks for more each time: with 64 KiB that took thrice as long.
	atOnce = 32 << 10
)

// bundle is a bundle on the disk.
type bundle struct {
	path    string
	created time.Time
	live    int // members that are not deleted
}

// member is one object of a bundle.
type member struct {
	in   *bundle
	at   int64 // of the byte before its bytes
	size int64 // of its bytes
	dead bool
}

// bundled is an object with the name that it has in its folder.
type bundled struct {
	name string
	data []byte
}

// writeBundle leaves a flushed bundle under a new name in dir, or nothing. The
// folder's entries are not flushed yet.
func writeBundle(dir string, all []bundled, now time.Time) (*bundle, map[string]member, error) {
	temp, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return nil, nil, err
	}
	head := bundleHead(all, now)
	_, err = temp.Write(head)
	if err == nil {
		err = writeMembers(temp, all)
	}
	if err == nil {
		_, err = temp.Write(binary.BigEndian.AppendUint32(head, uint32(len(head))))
	}
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	b := &bundle{path: filepath.Join(dir, bundleName()), created: now, live: len(all)}
	if err == nil {
		err = os.Rename(temp.Name(), b.path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return nil, nil, err
	}
	members := make(map[string]member, len(all))
	at := int64(len(head))
	for _, one := range all {
		members[strings.Clone(one.name)] = member{in: b, at: at, size: int64(len(one.data))}
		at += 1 + int64(len(one.data))
	}
	return b, members, nil
}

func bundleName() string {
	var id [16]byte
	rand.Read(id[:])
	return hex.EncodeToString(id[:])
}

func bundleHead(all []bundled, now time.Time) []byte {
	var table []byte
	for _, one := range all {
		table = append(append(table, byte(len(one.name))), one.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(len(one.data)))
	}
	head := append([]byte(bundleMagic), bundleVersion, 0, 0, 0)
	head = binary.BigEndian.AppendUint64(head, uint64(now.UnixMicro()))
	head = binary.BigEndian.AppendUint32(head, uint32(len(all)))
	head = binary.BigEndian.AppendUint32(head, uint32(len(table)))
	head = append(head, table...)
	sum := sha256.Sum256(head)
	return append(head, sum[:]...)
}

func writeMembers(file *os.File, all []bundled) error {
	w := bufio.NewWriterSize(file, atOnce)
	for _, one := range all {
		w.WriteByte(memberLives) // an error comes back from Flush
		w.Write(one.data)
	}
	return w.Flush()
}

// readBundle reads which members a bundle has. The table stands at both ends:
// either one will do.
func readBundle(path string) (*bundle, map[string]member, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	head, err := firstHead(file)
	if errors.Is(err, ErrDamaged) {
		head, err = lastHead(file)
	}
	if err != nil {
		return nil, nil, err
	}
	b := &bundle{path: path, created: time.UnixMicro(int64(binary.BigEndian.Uint64(head[8:])))}
	members := map[string]member{}
	at := int64(len(head))
	for table := head[bundleFixed : len(head)-sha256.Size]; len(table) > 0; {
		name := string(table[1 : 1+table[0]])
		size := int64(binary.BigEndian.Uint32(table[1+len(name):]))
		table = table[1+len(name)+4:]
		m := member{in: b, at: at, size: size}
		if m.dead, err = m.erased(file); err != nil {
			return nil, nil, err
		}
		if !m.dead {
			b.live++
		}
		members[name] = m
		at += 1 + size
	}
	return b, members, nil
}

func firstHead(file *os.File) ([]byte, error) {
	var fixed [bundleFixed]byte
	if _, err := file.ReadAt(fixed[:], 0); err != nil {
		return nil, damagedAtEnd(err)
	}
	table := binary.BigEndian.Uint32(fixed[bundleFixed-4:])
	if table > maxTable {
		return nil, ErrDamaged
	}
	return headAt(file, 0, bundleFixed+int(table)+sha256.Size)
}

func lastHead(file *os.File) ([]byte, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var size [4]byte
	if _, err := file.ReadAt(size[:], max(0, info.Size()-4)); err != nil {
		return nil, damagedAtEnd(err)
	}
	n := int64(binary.BigEndian.Uint32(size[:]))
	if n < bundleFixed+sha256.Size || n > bundleFixed+maxTable+sha256.Size || n+4 > info.Size() {
		return nil, ErrDamaged
	}
	return headAt(file, info.Size()-4-n, int(n))
}

// headAt reads a head and verifies all of it.
func headAt(file *os.File, at int64, n int) ([]byte, error) {
	head := make([]byte, n)
	if _, err := file.ReadAt(head, at); err != nil {
		return nil, damagedAtEnd(err)
	}
	body := head[:n-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], head[len(body):]) || string(head[:4]) != bundleMagic || head[4] != bundleVersion {
		return nil, ErrDamaged
	}
	return head, nil
}

func damagedAtEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return err
}

// erased says that nothing but zeros is left of the member. One of which
// something is left was not deleted to the end, or is damaged: it still lives.
func (m member) erased(file *os.File) (bool, error) {
	var lives [1]byte
	if _, err := file.ReadAt(lives[:], m.at); errors.Is(err, io.EOF) {
		return true, nil // the file was cut off before it
	} else if err != nil || lives[0] != 0 {
		return false, err
	}
	rest, err := m.bytes(file)
	return allZero(rest), err
}

// bytes reads the member and the byte before it, fewer when the file was cut
// off.
func (m member) bytes(file *os.File) ([]byte, error) {
	data := make([]byte, 1+m.size)
	n, err := file.ReadAt(data, m.at)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return data[:n], err
}

func allZero(data []byte) bool {
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}

// read returns the bytes of the member, fewer when the file was cut off. One
// that another process deleted meanwhile is fs.ErrNotExist.
func (m member) read(last *lastRead) ([]byte, error) {
	file, err := last.open(m.in.path)
	if err != nil {
		return nil, err
	}
	data, err := m.bytes(file)
	if errors.Is(err, fs.ErrClosed) { // for another bundle that is read meanwhile
		data, err = m.readAlone()
	}
	if err == nil && allZero(data) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, err
	}
	return data[1:], nil
}

func (m member) readAlone() ([]byte, error) {
	file, err := os.Open(m.in.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return m.bytes(file)
}

// erase overwrites the member and waits until that is on the disk. A bundle
// that is gone has no members.
func (m member) erase() error {
	file, err := os.OpenFile(m.in.path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = punch(file, m.at, 1+m.size)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// zeros overwrites bytes of a file.
func zeros(file *os.File, at, n int64) error {
	_, err := file.WriteAt(make([]byte, n), at)
	return err
}
