package store

import (
	"os"
	"testing"

	server "sitrep/internal/demo/postgres"
)

// running is the server of all tests.
var running server.Server

func TestMain(m *testing.M) {
	if archive := os.Getenv(crashArchive); archive != "" {
		crashChild(archive)
		return
	}
	code := m.Run()
	running.Stop()
	os.Exit(code)
}
