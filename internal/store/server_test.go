package store

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// postgresServer is a PostgreSQL server that the tests start for themselves, in a folder of its own, reached by a socket there.
type postgresServer struct {
	folder string
	bin    string
	n      int
	skip   string
	err    error
}

var (
	started sync.Once
	running postgresServer
)

// server starts PostgreSQL once, or skips the test where it is not installed.
func server(t testing.TB) *postgresServer {
	t.Helper()
	started.Do(func() { running.start() })
	if running.skip != "" {
		t.Skip(running.skip)
	}
	if running.err != nil {
		t.Fatal(running.err)
	}
	return &running
}

func TestMain(m *testing.M) {
	if archive := os.Getenv(crashArchive); archive != "" {
		crashChild(archive)
		return
	}
	code := m.Run()
	running.stop()
	os.Exit(code)
}

// run runs one of the server's programs; as root as the user postgres, since the server refuses root.
func (s *postgresServer) run(program string, args ...string) error {
	c := exec.Command(filepath.Join(s.bin, program), args...)
	c.Dir = s.folder
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		if err := os.Chown(s.folder, uid, gid); err != nil {
			return err
		}
	}
	out, err := os.CreateTemp("", "postgres-out")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	c.Stdout, c.Stderr = out, out // a file, since the server keeps a pipe open
	if err := c.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", program, err, said)
	}
	return nil
}

func (s *postgresServer) start() {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if len(found) == 0 {
		s.skip = "PostgreSQL is not installed (/usr/lib/postgresql); install Debian's postgresql to test on it too"
		return
	}
	slices.Sort(found)
	s.bin = filepath.Dir(found[len(found)-1])
	if s.folder, s.err = os.MkdirTemp("", "sitrep-postgres"); s.err != nil {
		return
	}
	data := filepath.Join(s.folder, "data")
	if s.err = s.run("initdb", "-D", data, "-U", "sitrep", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"); s.err != nil {
		return
	}
	s.err = s.run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(s.folder, "log"), "-o",
		"-k "+s.folder+" -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c max_connections=60", "start")
}

func (s *postgresServer) stop() {
	if s.folder == "" {
		return
	}
	s.run("pg_ctl", "-D", filepath.Join(s.folder, "data"), "-m", "immediate", "stop")
	os.RemoveAll(s.folder)
}

// database makes an empty database and gives its address.
func (s *postgresServer) database(t testing.TB) string {
	t.Helper()
	address := func(name string) string {
		return "postgres://sitrep@/" + name + "?host=" + s.folder
	}
	db, err := sql.Open("pgx", address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s.n++
	name := fmt.Sprintf("archive%d", s.n)
	for range 5 { // another test may be copying the template
		if _, err = db.Exec("CREATE DATABASE " + name); err == nil || !strings.Contains(err.Error(), "being accessed") {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	return address(name)
}
