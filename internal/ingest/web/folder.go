package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// stamp tells one state of a file from another without reading it.
type stamp struct {
	size     int64
	modified time.Time
}

// settled is how long a file must have been left alone before it is read, so that one that is being written is not read half.
const settled = 2 * time.Second

// folder follows a folder, and what lies below it, or one file: whatever is there at first and whatever is new or has changed since.
// Names that begin with a dot, and those of downloads under way, are passed over, and links to folders are not gone along with.
func (w *follower) folder(ctx context.Context, root string) error {
	if w.o.Files == nil {
		w.refused(root, &Fault{Kind: Refusal, Why: "is no address of the web", Mend: "give one that begins with https:// or http://"})
		return nil
	}
	read := map[string]stamp{}
	told := "" // the fault told last, so that it is not told every few seconds
	for {
		files, err := list(root)
		if err != nil {
			if line := err.Error(); line != told {
				w.refused(root, err)
				told = line
			}
		} else {
			told = ""
			for path := range read {
				if _, there := files[path]; !there {
					delete(read, path)
				}
			}
		}
		paths := make([]string, 0, len(files))
		for path := range files {
			paths = append(paths, path)
		}
		slices.Sort(paths)
		for _, path := range paths {
			s := files[path]
			if read[path] == s || w.f.o.Clock().Sub(s.modified).Abs() < settled {
				continue
			}
			if err := w.o.Files(ctx, path, w.found, w.refused); err != nil {
				return err
			}
			read[path] = s
		}
		if err := w.f.o.Sleep(ctx, w.o.Folders); err != nil {
			return err
		}
	}
}

// list gives the files of a folder, or the one file that root is.
func list(root string) (map[string]stamp, error) {
	info, err := os.Stat(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Fault{Kind: Temporary, Why: "is not there", Mend: "check the path; it is read as soon as it is there", Err: err}
	case err != nil:
		return nil, &Fault{Kind: Temporary, Why: "cannot be read (" + short(err) + ")", Mend: "check the path and its permissions", Err: err}
	}
	files := map[string]stamp{}
	if !info.IsDir() {
		if info.Mode().IsRegular() {
			files[root] = stamp{info.Size(), info.ModTime()}
		}
		return files, nil
	}
	unread := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			unread++
			return nil
		case path == root:
			return nil
		case passedOver(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		info, err := os.Stat(path) // of a link, what it leads to
		if err == nil && info.Mode().IsRegular() {
			files[path] = stamp{info.Size(), info.ModTime()}
		}
		return nil
	})
	if err == nil && unread > 0 {
		err = fmt.Errorf("%d folders in it cannot be read; change their permissions", unread)
	}
	return files, err
}

// passedOver says of a name that no report is looked for under it.
func passedOver(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~") {
		return true
	}
	for _, end := range []string{".part", ".partial", ".tmp", ".crdownload", ".download", ".swp"} {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return true
		}
	}
	return false
}
