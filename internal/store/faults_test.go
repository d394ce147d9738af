package store

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// says fails the test where err is not the error, in one line that names the archive and holds the words.
func says(t *testing.T, err, want error, words ...string) {
	t.Helper()
	if !errors.Is(err, want) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("got %v, want %v in one line", err, want)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestWhatIsNoArchiveIsRefused(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "report.txt")
	if err := os.WriteFile(text, []byte("A report."), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE recipes (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for where, words := range map[string]string{text: "another kind of file", other: "another program", "postgres://x:secret@127.0.0.1:1:1/y": "address"} {
		_, err := Open(t.Context(), where, Options{})
		says(t, err, ErrNone, words)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q tells the password", err)
		}
	}
	_, err = Open(t.Context(), filepath.Join(dir, "none.db"), Options{ReadOnly: true})
	says(t, err, ErrNone, "sitrep ingest")
	_, err = Open(t.Context(), other, Options{ReadOnly: true})
	says(t, err, ErrNone, "another program")
	_, err = Open(t.Context(), "postgres://x:secret@127.0.0.1:1/y", Options{})
	says(t, err, ErrReach)
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("%q tells the password", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("an archive that was only to be read was made")
	}
}

func TestAFolderHoldsTheArchive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder with ? and %")
	a := open(t, dir)
	if want := filepath.Join(dir, "sitrep.db"); a.Where() != want {
		t.Errorf("the archive is %s, want %s", a.Where(), want)
	}
	add(t, a, copies(t)[0])
	if _, err := os.Stat(a.Where()); err != nil {
		t.Error(err)
	}
}

func TestAnArchiveThatIsNewerIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		if _, err := a.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, " + map[bool]string{true: "1", false: "true"}[a.dialect == dialect(sqlite{})] + ")"); err != nil {
			t.Fatal(err)
		}
		where := a.Where()
		if strings.HasPrefix(where, "postgres") {
			where = a.address
		}
		for _, readOnly := range []bool{false, true} {
			_, err := Open(t.Context(), where, Options{ReadOnly: readOnly})
			says(t, err, ErrNewer, "version 999", "newer sitrep")
		}
	})
}

func TestAnArchiveOpenedToBeRead(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		add(t, a, copies(t)...)
		where := a.Where()
		if strings.HasPrefix(where, "postgres") {
			where = a.address
		}
		r, err := Open(t.Context(), where, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if n := len(pages(t, r.Reports, Filter{}, 10)); n != 2 {
			t.Errorf("%d reports", n)
		}
		_, err = r.Add(t.Context(), copies(t))
		says(t, err, ErrReadOnly)
		says(t, r.Retract(t.Context(), copies(t)[0].Extraction.Report.ID, "x", false), ErrReadOnly)
		clean(t, r)
	})
}

func TestAFileThatMayNotBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write every file")
	}
	dir := t.TempDir()
	where := filepath.Join(dir, "a.db")
	first := open(t, where)
	add(t, first, made(1))
	first.Close()
	if err := os.Chmod(where, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	a, err := Open(t.Context(), where, Options{})
	if err == nil {
		_, err = a.Add(t.Context(), []Entry{made(2)})
		a.Close()
	}
	says(t, err, ErrReadOnly, where)
	a, err = Open(t.Context(), where, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if n := len(pages(t, a.Reports, Filter{}, 10)); n != 1 {
		t.Errorf("%d reports are read", n)
	}
}

func TestAnotherWriterIsWaitedForAndTold(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		where := a.Where()
		if strings.HasPrefix(where, "postgres") {
			where = a.address
		}
		b, err := Open(t.Context(), where, Options{Wait: 200 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		add(t, b, copies(t)[0])
		hold, held := make(chan bool), make(chan error)
		go func() {
			held <- a.change(t.Context(), "holding", func(p *pen) error {
				held <- nil
				<-hold
				return nil
			})
		}()
		if err := <-held; err != nil {
			t.Fatal(err)
		}
		_, err = b.Add(t.Context(), copies(t))
		says(t, err, ErrLocked, "another program is writing")
		if n := len(pages(t, b.Reports, Filter{}, 10)); n != 1 {
			t.Errorf("while another writes %d reports are read", n)
		}
		close(hold)
		if err := <-held; err != nil {
			t.Fatal(err)
		}
		if done := add(t, b, copies(t)...); done.New != 3 {
			t.Errorf("afterwards %+v", done)
		}
		clean(t, b)
	})
}

func TestAFullDiskLosesNothing(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("needs root on Linux, to mount a small file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("a small file system cannot be mounted: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	a := open(t, filepath.Join(dir, "a.db"))
	kept := 0
	var err error
	for part := range slices.Chunk(entries(t), 5) {
		var done Added
		if done, err = a.Add(t.Context(), part); err != nil {
			break
		}
		kept += done.New
	}
	says(t, err, ErrFull, "make room", a.Where())
	if kept == 0 {
		t.Fatal("nothing fitted; the test tells nothing")
	}
	a.Close()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	a = open(t, filepath.Join(dir, "a.db"))
	if n := len(pages(t, a.Reports, Filter{Copies: true}, 100)); n != kept {
		t.Errorf("%d reports are held, %d were acknowledged", n, kept)
	}
	clean(t, a)
	add(t, a, entries(t)...)
	clean(t, a)
	a.Close()
}

func TestWhatWasChangedBehindItsBackShows(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"an entry's detail": {"UPDATE log SET detail = '{}' WHERE seq = 1", "was changed"},
		"an entry gone":     {"DELETE FROM log WHERE seq = 1", "entries are missing"},
		"a report gone":     {"DELETE FROM reports WHERE key = (SELECT min(key) FROM reports)", "reports; "},
		"other bytes":       {"UPDATE originals SET body = (SELECT body FROM originals WHERE n = 2), size = (SELECT size FROM originals WHERE n = 2) WHERE n = 1", "original"},
		"bytes gone":        {"UPDATE originals SET body = NULL WHERE n = 1", "gone"},
		"a claim gone":      {"DELETE FROM claims WHERE report = (SELECT max(report) FROM claims) AND n = 0", "rows of its claims"},
		"a figure":          {"UPDATE figures SET best = 99 WHERE best IS NOT NULL", "rows of its claims"},
		"a reading gone":    {"DELETE FROM readings WHERE n = 1", "neither a reading"},
		"a group":           {"UPDATE reports SET lead = NULL", "groups"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, a *Archive) {
				add(t, a, copies(t)[:3]...)
				add(t, a, copies(t)[3])
				clean(t, a)
				if _, err := a.write.Exec(c.statement); err != nil {
					t.Fatal(err)
				}
				found, err := a.Verify(t.Context(), VerifyOptions{})
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(strings.Join(found.Faults, "\n"), c.want) {
					t.Errorf("found %q, want a fault with %q", found.Faults, c.want)
				}
			})
		})
	}
}

// Whatever the order in which reports arrive and however they are batched, the answers are the same.
func TestOrderOfArrivalDoesNotShow(t *testing.T) {
	all := slices.Concat(entries(t)[:45], copies(t), reworked(t))
	random := rand.New(rand.NewPCG(1, 2))
	var want map[string][]string
	for round := range 4 {
		onEach(t, func(t *testing.T, a *Archive) {
			order := slices.Clone(all)
			random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			for len(order) > 0 {
				n := min(len(order), 1+random.IntN(12))
				add(t, a, order[:n]...)
				order = order[n:]
			}
			if want == nil {
				want = answers(t, a)
			} else if diff := cmp.Diff(want, answers(t, a)); diff != "" {
				t.Errorf("round %d: answers differ:\n%s", round, diff)
			}
			clean(t, a)
		})
	}
}

// reworked are copies of samples with other headlines and endings.
func reworked(t *testing.T) []Entry {
	var out []Entry
	for i, e := range entries(t)[:12] {
		text := fmt.Sprintf("Other paper: headline %d\n\n%s\n\nMore follows.", i, e.Item.Received)
		out = append(out, read(t, plain(text, fmt.Sprintf("2018-0%d-11", 1+i%9), "Other paper")))
	}
	return out
}
