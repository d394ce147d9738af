package codebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"
)

// maxFile is how long a file of an overlay may be, in bytes.
const maxFile = 4 << 20

// layered loads a codebook with a folder over it.
func layered(base Layer, name string, over fs.FS) (*Codebook, []Fault) {
	l := Layer{Name: name, FS: over}
	names, faults := l.list()
	if len(faults) > 0 {
		return nil, faults
	}
	label, sum, faults := l.version(names)
	if len(faults) > 0 {
		return nil, faults
	}
	book, faults := load([]Layer{base, l})
	if book != nil {
		book.Version += "+" + label + sum
	}
	return book, faults
}

// Whole says whether a folder is a codebook that stands alone, and no overlay: it has everything that the built-in one has.
func Whole(fsys fs.FS) bool {
	for _, name := range []string{"version.txt", "modality.yaml", "attribution.yaml", "types", "lists", "actors"} {
		if _, err := fs.Stat(fsys, name); err != nil {
			return false
		}
	}
	return true
}

// list names the files of the layer that belong to a codebook, sorted. What looks like one and is not read is a fault: a file that is
// passed over in silence is searched for hours.
func (l Layer) list() (names []string, faults []Fault) {
	err := fs.WalkDir(l.FS, ".", func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			faults = append(faults, Fault{File: l.Path(name), Message: "cannot be read: " + bare(err).Error()})
			return nil
		case name == ".":
			return nil
		case strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~"):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || strings.HasSuffix(base, ".md") || strings.HasPrefix(base, "README"):
			return nil
		}
		dir, ext := path.Dir(name), path.Ext(name)
		want, known := endings[dir]
		switch {
		case known && ext == want || dir == "." && (base == "modality.yaml" || base == "attribution.yaml" || base == "version.txt"):
			names = append(names, name)
		case known:
			faults = append(faults, Fault{File: l.Path(name), Message: "would not be read; files in " + dir + " end in " + want})
		case ext == ".yaml" || ext == ".yml" || ext == ".tsv":
			faults = append(faults, Fault{File: l.Path(name), Message: "would not be read; put it where it belongs: types/NAME.yaml, lists/NAME.txt, actors/NAME.tsv, " +
				"modality.yaml or attribution.yaml"})
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, []Fault{{File: l.Name, Message: bare(err).Error() + "; name a folder that holds types/NAME.yaml, lists/NAME.txt or actors/NAME.tsv"}}
	case len(faults) == 0 && len(names) == 0:
		return nil, []Fault{{File: l.Name, Message: "holds nothing of a codebook; put types/NAME.yaml, lists/NAME.txt or actors/NAME.tsv in it"}}
	}
	sort.Strings(names)
	return names, faults
}

var endings = map[string]string{"types": ".yaml", "lists": ".txt", "actors": ".tsv"}

var labelForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)

// version names what the layer holds: the label of its own version.txt, with a full stop, and twelve digits of the SHA-256 of all
// its files, names and contents. Line ends do not count.
func (l Layer) version(names []string) (label, sum string, faults []Fault) {
	h := sha256.New()
	for _, name := range names {
		b, err := l.Read(name)
		if err != nil {
			return "", "", []Fault{{File: l.Path(name), Message: err.Error()}}
		}
		fmt.Fprintf(h, "%s %d\n", name, len(b))
		h.Write(b)
		if name == "version.txt" {
			v := strings.TrimSpace(string(b))
			if !labelForm.MatchString(v) {
				return "", "", []Fault{{File: l.Path(name), Message: "give one word of letters, digits, - and _, at most 40, as in schools-2"}}
			}
			label = v + "."
		}
	}
	return label, hex.EncodeToString(h.Sum(nil))[:12], nil
}

// Read gives a file as other systems write it, too: without a byte order mark and with plain line ends.
func (l Layer) Read(name string) ([]byte, error) {
	if l.Name == "" {
		return fs.ReadFile(l.FS, name) // our own
	}
	f, err := l.FS.Open(name)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return nil, bare(err)
	case len(b) > maxFile:
		return nil, fmt.Errorf("is longer than %d MB", maxFile>>20)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	}
	return b, nil
}

// Source gives the file that a type was read from.
func (b *Codebook) Source(t *Type) ([]byte, error) {
	l := b.Layers[0]
	if t.Own {
		l = b.Layers[len(b.Layers)-1]
	}
	return l.Read("types/" + t.ID + ".yaml")
}
