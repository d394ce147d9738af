// Package ingest brings reports in: from files, folders, archives and standard input, in the formats that reports come in. It tells by
// the bytes what a file is, takes the reports out of it, and says of each what the file says of it: title, day, author, publisher,
// address. What a file does not say stays unknown.
//
// Options.Walk is the way in. What it meets is a piece: bytes with a name and perhaps a declared media type. A piece is one report, or holds
// many (lines, rows, messages, records), or holds other pieces (an archive, a mail's attachments), down to a bounded depth. Whatever a
// piece holds, memory stays bounded: streams are read as streams, and what is one report is read whole under a limit.
//
// Pages, PDF files and feeds are read by functions that Options is given, so that this package does not depend on their readers.
package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

var errEmpty = errors.New("is empty; give a report with text in it")

// Limit is the size of the largest report read, in bytes.
const Limit = 50 << 20

// open opens the file at path and says how large it is, in bytes. The error says what is wrong and what to do in one line, without the path.
func open(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, errors.New("no such file; check the path")
	case errors.Is(err, fs.ErrPermission):
		return nil, 0, errors.New("may not be read; change its permissions")
	case err != nil:
		return nil, 0, fmt.Errorf("cannot be read (%v); check the path", reason(err))
	case info.IsDir():
		return nil, 0, errors.New("is a folder; name the files in it")
	case !info.Mode().IsRegular():
		return nil, 0, errors.New("is not a regular file; pipe it to standard input and name -")
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, 0, errors.New("may not be read; change its permissions")
	}
	if err != nil {
		return nil, 0, fmt.Errorf("cannot be opened (%v); check the path", reason(err))
	}
	return f, info.Size(), nil
}

// reason is the cause of an error without the path, which the caller names.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
