package blob

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Packer compresses what is worth it, and nothing else: spreadsheets and PDFs
// are compressed already, company files, CSV and text shrink to a quarter. It is
// safe for concurrent use.
type Packer struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// NewPacker makes one.
func NewPacker() (*Packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(PartSize), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxPlain), zstd.WithDecoderConcurrency(0))
	return &Packer{enc, dec}, err
}

// probeSize is how much is tried before all of it is compressed.
const probeSize = 64 << 10

// pays says whether compression saved enough (an eighth) to be worth undoing.
func pays(packed, plain int) bool { return packed <= plain-plain/8 && packed < plain }

// Pack returns one zstd frame of plain, or false when that would not be smaller
// by an eighth. A sample of the bytes is counted first, then the first 64 KiB are
// tried, so that what cannot shrink costs next to nothing.
func (p *Packer) Pack(plain []byte) ([]byte, bool) {
	if evenlySpread(plain) {
		return nil, false
	}
	probe := plain[:min(len(plain), probeSize)]
	packed := p.enc.EncodeAll(probe, nil)
	if !pays(len(packed), len(probe)) {
		return nil, false
	}
	if len(plain) > len(probe) {
		packed = p.enc.EncodeAll(plain, packed[:0])
	}
	return packed, pays(len(packed), len(plain))
}

// Unpack returns what Pack was given. A frame of more than limit bytes is
// ErrTooLarge, whatever it says about itself.
func (p *Packer) Unpack(packed []byte, limit int) ([]byte, error) {
	dec, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderMaxMemory(uint64(limit)), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer dec.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(&bounded{dec, limit}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// bounded reads no more than left bytes.
type bounded struct {
	from *zstd.Decoder
	left int
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, ErrTooLarge
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return n, err
}

// sampleSize is how many bytes are counted, taken from four places.
const sampleSize = 4 << 10

// evenlySpread says that every byte value is about as frequent as any other, as
// in what is compressed or encrypted. Of 4096 random bytes two are the same in
// about one pair of 256; of anything that shrinks by an eighth, far more often.
func evenlySpread(data []byte) bool {
	if len(data) < sampleSize {
		return false
	}
	var counts [256]int
	step := (len(data) - sampleSize/4) / 3
	for i := range 4 {
		for _, b := range data[i*step : i*step+sampleSize/4] {
			counts[b]++
		}
	}
	pairs := 0
	for _, n := range counts {
		pairs += n * (n - 1)
	}
	return pairs < sampleSize*(sampleSize-1)/256*115/100
}
