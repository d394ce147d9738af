package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitrep/internal/store"
)

// mostResident is what any input may cost, in bytes of resident memory.
const mostResident = 500 << 20

// ran is what a run of the program did.
type ran struct {
	status   int
	out, err string
	resident int64 // bytes, at most at any time; 0 where the system does not tell
}

// runSitrep runs the program in dir.
func runSitrep(t *testing.T, dir string, stdin io.Reader, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "sitrep", args...)
	c.Dir, c.Stdin = dir, stdin
	// TMPDIR: what is put on disk for a while is put where the test cleans up
	c.Env = append(os.Environ(), "TMPDIR="+dir, "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	var out, bad bytes.Buffer
	c.Stdout, c.Stderr = &out, &bad
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v: %v", args, err)
	}
	r := ran{status: c.ProcessState.ExitCode(), out: out.String(), err: bad.String()}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
		r.resident = usage.Maxrss << 10 // getrusage(2): kilobytes on Linux
	}
	return r
}

// news is a report that is taken in beside what is broken.
const news = "Rebels shelled the port of Mersa on Monday, killing four dockers."

// zipOf packs one file.
func zipOf(t *testing.T, name string, write func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text writes s.
func text(s string) func(io.Writer) { return func(w io.Writer) { _, _ = io.WriteString(w, s) } }

// much writes s so often that it is size bytes or a little more.
func much(s string, size int) func(io.Writer) {
	return func(w io.Writer) {
		block := strings.Repeat(s, 1<<16/len(s)+1)
		for n := 0; n < size; n += len(block) {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
	}
}

// Bad input costs one line for each fault, the exit status 1, bounded memory and nothing of what is held.
func TestBadInputIsRefusedOrRepaired(t *testing.T) {
	t.Parallel()
	gz := func(write func(io.Writer)) []byte {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		write(z)
		_ = z.Close()
		return b.Bytes()
	}
	nested := []byte(news)
	for i := range 6 {
		inner := nested
		nested = zipOf(t, map[bool]string{true: "news.txt", false: "more.zip"}[i == 0], func(w io.Writer) { _, _ = w.Write(inner) })
	}
	for _, c := range []struct {
		name    string
		file    string
		bytes   []byte
		refused []string // patterns, a line of standard error each
		held    string   // pattern of standard output
	}{
		{"a zip bomb", "bomb.zip", zipOf(t, "zero.txt", much("A", 200<<20)), []string{`bomb.zip!zero.txt: is over the limit of \d+ MB; .+`}, `^0 reports new, 1 refused;`},
		{"a gzip bomb", "bomb.jsonl.gz", gz(func(w io.Writer) { text(`{"text":"`)(w); much("A", 100<<20)(w) }), []string{`bomb.jsonl.gz:1: is a line over the limit of 16 MB; .+`, `bomb.jsonl.gz:\d+: unpacks to more than 200 times its size, .+; unpack it .+`}, `^0 reports new`},
		{"archives in archives", "nested.zip", nested, []string{`nested.zip!more.zip!more.zip!more.zip: is an archive inside 3 others; .+`}, `^0 reports new, 1 refused;`},
		{"elements 100,000 deep", "deep.html", []byte("<html><body>" + strings.Repeat("<div>", 100_000) + "<p>" + strings.Repeat(news+" The police said so in the town. ", 4)), nil, `^1 report new;`},
		{"arrays 100,000 deep", "deep.json", []byte(strings.Repeat("[", 100_000)), []string{`deep.json#?\d*: [^;]+; .+`}, `^0 reports new, 1 refused;`},
		{"a broken record of a web archive", "broken.warc", []byte("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9999\r\n\r\nshort\r\n\r\n" +
			"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://harbour.example/x\r\nContent-Type: text/plain\r\nContent-Length: " + fmt.Sprint(len(news)) + "\r\n\r\n" + news + "\r\n\r\n"),
			[]string{`broken.warc#1: [^;]+; get the archive anew`}, `^1 report new, 1 refused;`},
		{"a feed with days that are none", "feed.xml", []byte(`<rss version="2.0"><channel><title>Harbour Post</title><item><title>Port shelled</title><link>https://harbour.example/1</link><pubDate>the 41st of May</pubDate><description>` + news +
			`</description></item><item><title>Bridge held</title><link>https://harbour.example/2</link><pubDate>Mon, 99 Jan 2021 00:00:00 GMT</pubDate><description>Troops held the Salt Bridge on Monday, an officer said.</description></item></channel></rss>`), nil, `^2 reports new;`},
		{"a declared encoding that is wrong", "wrong.html", []byte("<html><head><meta charset=\"utf-8\"></head><body><article><h1>Caf\xe9 shelled</h1><p>" + strings.Repeat("Rebels shelled the caf\xe9 of Mersa on Monday, killing four dockers, the police of the town said. ", 3) + "</p></article></body></html>"), nil, `^1 report new;`},
		{"a compressed file that is cut off", "cut.jsonl.gz", func() []byte { b := gz(much(`{"text":"`+news+`"}`+"\n", 1<<17)); return b[:len(b)-20] }(), []string{`cut.jsonl.gz:\d+: cannot be read to its end \(unexpected EOF\); get it anew`}, `^1 report new, .*1 refused;`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, c.file), c.bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			refuses(t, dir, nil, c.file, c.refused, c.held)
		})
	}
	t.Run("a line of 2 GB", func(t *testing.T) {
		if testing.Short() {
			t.Skip("reads 2 GB")
		}
		dir := t.TempDir()
		f, err := os.Create(filepath.Join(dir, "long.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		_, err = f.WriteString(`{"text": "` + strings.Repeat(news+" ", 2000))
		if err == nil {
			_, err = f.WriteAt([]byte("\"}\n{\"text\": \""+news+"\"}\n"), 2<<30) // between them lies a hole, which takes no room on disk
		}
		if err != nil {
			t.Fatal(err)
		}
		refuses(t, dir, nil, "long.jsonl", []string{`long.jsonl:1: is a line over the limit of 16 MB; .+`}, `^1 report new, 1 refused;`)
	})
	t.Run("a stream without an end", func(t *testing.T) {
		r, w := io.Pipe()
		go func() {
			much(news+" ", 1<<40)(w)
			_ = w.Close()
		}()
		defer r.Close()
		refuses(t, t.TempDir(), r, "-", []string{`standard input: is over the limit of \d+ MB; .+`}, `^0 reports new, 1 refused;`)
	})
}

// refuses ingests a source into an archive that holds a report and checks what was said, what it cost, and that the archive is whole.
func refuses(t *testing.T, dir string, stdin io.Reader, source string, refused []string, heldPattern string) {
	t.Helper()
	archive := filepath.Join(dir, "archive")
	if r := runSitrep(t, dir, strings.NewReader("Troops recaptured the town of Oldmill on Monday."), "ingest", "--archive", archive, "-"); r.status != 0 {
		t.Fatalf("%+v", r)
	}
	r := runSitrep(t, dir, stdin, "ingest", "--archive", archive, source)
	want := 0
	for _, pattern := range refused {
		if !strings.Contains(pattern, "left out") {
			want = 1
		}
	}
	if r.status != want {
		t.Errorf("exit status %d, want %d", r.status, want)
	}
	lines := strings.Split(strings.TrimSuffix(r.err, "\n"), "\n")
	if r.err == "" {
		lines = nil
	}
	if len(lines) != len(refused) {
		t.Errorf("%d lines on standard error, want %d: %s", len(lines), len(refused), r.err)
	}
	for _, pattern := range refused {
		if !regexp.MustCompile(`(?m)^sitrep: ` + pattern + `$`).MatchString(r.err) {
			t.Errorf("standard error %q does not match %s", r.err, pattern)
		}
	}
	if !regexp.MustCompile(heldPattern).MatchString(r.out) {
		t.Errorf("standard output %q does not match %s", r.out, heldPattern)
	}
	if r.resident > mostResident {
		t.Errorf("took %d MB of memory", r.resident>>20)
	}
	sound(t, archive)
}

// What is the matter with an archive is one line with the mend, and harms nothing that is held.
func TestFaultsOfTheArchive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive := filepath.Join(dir, "archive")
	ingest := func(words string) ran {
		t.Helper()
		return runSitrep(t, dir, strings.NewReader(words), "ingest", "--archive", archive, "-")
	}
	if r := ingest(news); r.status != 0 {
		t.Fatalf("%+v", r)
	}
	file := filepath.Join(archive, "sitrep.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	says := func(r ran, pattern string) {
		t.Helper()
		if r.status != 1 || !regexp.MustCompile(`^sitrep: `+pattern+`\n$`).MatchString(r.err) {
			t.Errorf("status %d, %q; want 1 and %s", r.status, r.err, pattern)
		}
	}
	const other = "Troops recaptured the town of Oldmill on Monday."

	t.Run("another program writes", func(t *testing.T) {
		db.SetMaxOpenConns(1)
		exec("BEGIN IMMEDIATE")
		says(ingest(other), `archive: another program is writing to it; waiting\nsitrep: archive is locked: [^;\n]+; [^\n]+`) // it says so at once
		exec("ROLLBACK")
	})
	t.Run("a newer program made it", func(t *testing.T) {
		exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
		says(ingest(other), `archive is newer than the program: [^\n]*version 999[^\n]*; use a newer sitrep`)
		exec("DELETE FROM goose_db_version WHERE version_id = 999")
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("no rights", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("root may write every file")
		}
		if err := os.Chmod(file, 0o400); err != nil {
			t.Fatal(err)
		}
		says(ingest(other), `archive is read-only: [^\n]+; [^\n]+`)
		if err := errors.Join(os.Chmod(file, 0o600), os.Chmod(archive, 0)); err != nil {
			t.Fatal(err)
		}
		says(ingest(other), `[^\n]+; [^\n]+`)
		if err := os.Chmod(archive, 0o700); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("the disk is full", func(t *testing.T) {
		if runtime.GOOS != "linux" || os.Geteuid() != 0 {
			t.Skip("needs root on Linux, to mount a small file system")
		}
		small := t.TempDir()
		if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=2m"); err != nil {
			t.Skipf("a small file system cannot be mounted: %v", err)
		}
		defer syscall.Unmount(small, 0)
		many := filepath.Join(dir, "many.jsonl")
		urls := writeReports(t, many, 700, newRandom())
		where := filepath.Join(small, "archive")
		r := runSitrep(t, dir, nil, "ingest", "--archive", where, many)
		says(r, `disk is full: [^;\n]+; make room, then run it again`)
		before := held(t, where)
		if len(before) == 0 || len(before) >= len(urls) {
			t.Errorf("%d of %d reports fitted; the test tells nothing", len(before), len(urls))
		}
		if err := syscall.Mount("tmpfs", small, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
			t.Fatal(err)
		}
		if r := runSitrep(t, dir, nil, "ingest", "--archive", where, many); r.status != 0 {
			t.Errorf("with room again: %+v", r)
		}
		if after := held(t, where); len(after) != len(urls) {
			t.Errorf("with room again %d reports are held, want %d", len(after), len(urls))
		}
		sound(t, where)
		if err := syscall.Mount("tmpfs", small, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=64m"); err != nil {
			t.Fatal(err)
		}
		says(runSitrep(t, dir, strings.NewReader(other), "ingest", "--archive", where, "-"), `archive is read-only: [^;\n]+; [^\n]+`)
		if r := runSitrep(t, dir, nil, "reports", "--archive", where, "--format", "csv"); r.status != 0 || strings.Count(r.out, "\n") < 50 {
			t.Errorf("reading what may not be written: %+v", r)
		}
	})

	// After all that the archive takes reports as before.
	if r := ingest(other); r.status != 0 || !strings.HasPrefix(r.out, "1 report new;") {
		t.Errorf("afterwards: %+v", r)
	}
	sound(t, archive)
	a, err := store.Open(t.Context(), archive, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if page, err := a.Reports(t.Context(), store.Filter{}); err != nil || len(page.Rows) != 2 {
		t.Errorf("%d reports are held, %v; want 2", len(page.Rows), err)
	}
}
