// Package ingest brings reports in. It reads files and standard input; feeds, pages and archives come to join them.
package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Limit is the size of the largest report read, in bytes.
const Limit = 50 << 20

// File reads the report in the file at path. The error says what is wrong and what to do in one line, without the path.
func File(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("no such file; check the path")
	case errors.Is(err, fs.ErrPermission):
		return nil, errors.New("may not be read; change its permissions")
	case err != nil:
		return nil, fmt.Errorf("cannot be read (%v); check the path", reason(err))
	case info.IsDir():
		return nil, errors.New("is a folder; name the files in it")
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file; pipe it to standard input and name -")
	case info.Size() > Limit:
		return nil, tooLarge(info.Size())
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, errors.New("may not be read; change its permissions")
	}
	if err != nil {
		return nil, fmt.Errorf("cannot be opened (%v); check the path", reason(err))
	}
	defer f.Close()
	return Reader(f)
}

// Reader reads a report from r to its end, with the same limit and errors as File.
func Reader(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, Limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read to its end (%v); try again", reason(err))
	case len(b) > Limit:
		return nil, tooLarge(int64(len(b)))
	case len(b) == 0:
		return nil, errors.New("is empty; give a report with text in it")
	}
	return b, nil
}

func tooLarge(size int64) error {
	if size <= Limit+1 {
		return fmt.Errorf("is over the limit of %d MB; split it into reports", Limit>>20)
	}
	return fmt.Errorf("is %.1f MB, over the limit of %d MB; split it into reports", float64(size)/(1<<20), Limit>>20)
}

// reason is the cause of an error without the path, which the caller names.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
