package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"sitrep/internal/store"
)

// archiveFlag says where the archive is.
type archiveFlag struct {
	Archive string `help:"Archive: a folder, a file, or the address of a PostgreSQL database (default: sitrep in the user's data folder)." placeholder:"PATH|postgres://…" env:"SITREP_ARCHIVE"`
}

// where is the archive's place.
func (f archiveFlag) where() (string, error) {
	if f.Archive != "" {
		return f.Archive, nil
	}
	folder, err := dataFolder()
	if err != nil {
		return "", errors.New("no home folder is known; name the archive with --archive PATH")
	}
	return folder, nil
}

// open opens the archive. Only what writes makes one where there is none.
func (f archiveFlag) open(ctx context.Context, o store.Options) (*store.Archive, error) {
	where, err := f.where()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, where, o)
}

// dataFolder is where the program keeps what a user gives it (XDG Base Directory Specification).
func dataFolder() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "sitrep"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share", "sitrep"), nil
}
