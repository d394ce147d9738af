package ingest

import (
	"io"
	"io/fs"
	"path/filepath"
)

// Size is how many bytes the files of sources hold, in folders too; what cannot be looked at counts as nothing. It tells how much there
// is to do before it is done.
func Size(sources []string) (bytes int64) {
	for _, s := range sources {
		if s == Stdin {
			continue
		}
		// Faults are told by the walk that reads the files.
		_ = filepath.WalkDir(s, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
				bytes += info.Size()
			}
			return nil
		})
	}
	return bytes
}

// taking tells how much is taken of a file.
type taking struct {
	r    io.Reader
	n    int64
	tell func(int64)
}

func (t *taking) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	t.n += int64(n)
	t.tell(int64(n))
	return n, err
}
