package store

import (
	"embed"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Originals and readings are kept as zstd frames (RFC 8878), one each. Most reports are short, so frames are made with a dictionary
// that the program carries: without one a frame of a few hundred bytes spends half of them on saying what English and JSON look like.
// A frame names its dictionary; all that were ever used stay in dictionaries, and so every frame opens.

//go:embed dictionaries/*.dict
var dictionaries embed.FS

// The dictionaries that new frames are made with: see TestDictionariesAreWritten.
const (
	originalsDictionary = 1
	readingsDictionary  = 2
)

// dictionaryFiles are all dictionaries, by number.
var dictionaryFiles = map[uint32]string{
	originalsDictionary: "dictionaries/originals-1.dict",
	readingsDictionary:  "dictionaries/readings-1.dict",
}

// frames makes frames with one dictionary, and opens those of any. It may be used from many goroutines; its zero value uses none.
type frames struct {
	dictionary uint32 // of new frames

	once    sync.Once
	encoder *zstd.Encoder
	decoder *zstd.Decoder
	err     error
}

// largest is how many bytes a frame may open to: the largest report with its text, and room.
const largest = 256 << 20

func (f *frames) ready() error {
	f.once.Do(func() {
		decoding := []zstd.DOption{zstd.WithDecoderMaxMemory(largest), zstd.WithDecoderConcurrency(0)}
		encoding := []zstd.EOption{zstd.WithEncoderCRC(false), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithEncoderLevel(zstd.SpeedBetterCompression)}
		for n, file := range dictionaryFiles {
			b, err := dictionaries.ReadFile(file)
			if err != nil {
				f.err = err
				return
			}
			decoding = append(decoding, zstd.WithDecoderDicts(b))
			if n == f.dictionary {
				encoding = append(encoding, zstd.WithEncoderDict(b))
			}
		}
		if f.encoder, f.err = zstd.NewWriter(nil, encoding...); f.err == nil {
			f.decoder, f.err = zstd.NewReader(nil, decoding...)
		}
	})
	return f.err
}

// pack compresses b.
func (f *frames) pack(b []byte) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	if len(b) == 0 {
		return []byte{}, nil
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
