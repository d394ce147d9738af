// Package postgres gives tests a PostgreSQL server of their own.
package postgres

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
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Server is a PostgreSQL server that tests start for themselves, in a folder of its own, reached by a socket there. The zero value is one that is
// started when a database is first asked for.
type Server struct {
	once   sync.Once
	folder string
	bin    string
	n      atomic.Int64
	skip   string
	err    error
}

// run runs one of the server's programs; as root as the user postgres, since the server refuses root.
func (s *Server) run(program string, args ...string) error {
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

func (s *Server) start() {
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

// Stop ends the server, where it was started, and removes its folder.
func (s *Server) Stop() {
	if s.folder == "" {
		return
	}
	s.run("pg_ctl", "-D", filepath.Join(s.folder, "data"), "-m", "immediate", "stop")
	os.RemoveAll(s.folder)
}

// Database makes an empty database and gives its address; it starts the server, or skips the test where none is installed.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.once.Do(s.start)
	if s.skip != "" {
		t.Skip(s.skip)
	}
	if s.err != nil {
		t.Fatal(s.err)
	}
	address := func(name string) string {
		return "postgres://sitrep@/" + name + "?host=" + s.folder
	}
	db, err := sql.Open("pgx", address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("archive%d", s.n.Add(1))
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
