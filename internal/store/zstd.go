package store

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// frames compresses and opens what the archive keeps as zstd frames (RFC 8878). Its encoder and decoder are made when first needed
// and may be used from many goroutines.
type frames struct {
	once    sync.Once
	encoder *zstd.Encoder
	decoder *zstd.Decoder
	err     error
}

// largest is how many bytes a frame may open to: the largest report with its text, and room.
const largest = 256 << 20

func (f *frames) ready() error {
	f.once.Do(func() {
		f.encoder, f.err = zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
		if f.err == nil {
			f.decoder, f.err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderConcurrency(2))
		}
	})
	return f.err
}

// pack compresses b.
func (f *frames) pack(b []byte) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	return f.encoder.EncodeAll(b, nil), nil
}

// open gives back what pack was given.
func (f *frames) open(b []byte) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	out, err := f.decoder.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("a stored frame does not open: %w", err)
	}
	return out, nil
}
