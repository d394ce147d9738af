package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sitrep": main})
}

// TestScripts runs the command as a user does; each script in testdata/script tells one part of its behaviour.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":  bytesCmd,
			"sparse": sparseCmd,
			"status": statusCmd,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("no condition %q", name)
		},
	})
}

// bytesCmd is "bytes FILE TEXT": write TEXT, in which Go's escapes (\xff, \x00, \n) stand for bytes that a script cannot
// hold.
func bytesCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// sparseCmd is "sparse FILE MEGABYTES": make FILE that long, text at its beginning, without filling the disk.
func sparseCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sparse FILE MEGABYTES")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteString(strings.Repeat("Troops left. ", 10_000))
	ts.Check(err)
	ts.Check(f.Truncate(int64(size) << 20))
}

// statusCmd is "status N COMMAND…": run the command, which must exit with N.
func statusCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func TestReaderThatHasSeenEnoughIsNoError(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	var stderr bytes.Buffer
	c := console{in: strings.NewReader("Rebels attacked the town of Oldmill on Sunday.\n"), out: w, err: &stderr}
	if got := run([]string{"extract", "-"}, c); got != exitDone || stderr.Len() > 0 {
		t.Errorf("status %d with %q on standard error, want %d and nothing", got, stderr.String(), exitDone)
	}
}

func TestFullDiskIsAnError(t *testing.T) {
	var stderr bytes.Buffer
	c := console{in: strings.NewReader("Rebels attacked the town of Oldmill on Sunday.\n"), out: fullDisk{}, err: &stderr}
	got := run([]string{"extract", "-"}, c)
	const want = "sitrep: standard output: no space left; the output is not whole\n"
	if got != exitFailed || stderr.String() != want {
		t.Errorf("status %d with %q on standard error, want %d and %q", got, stderr.String(), exitFailed, want)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

var _ io.Writer = fullDisk{}

func TestErrorsTakeOneLine(t *testing.T) {
	var stderr bytes.Buffer
	run([]string{"extract", "no\nsuch\x1b[31m.txt"}, console{in: strings.NewReader(""), out: io.Discard, err: &stderr})
	got := stderr.String()
	if strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "sitrep: no\ufffdsuch\ufffd[31m.txt: ") {
		t.Errorf("got %q", got)
	}
}
