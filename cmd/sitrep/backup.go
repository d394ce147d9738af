package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// backupCmd writes an archive to a file.
type backupCmd struct {
	archiveFlag
	Force bool   `help:"Write over a file that is there."`
	File  string `arg:"" name:"file" help:"File to write; - writes to standard output."`
}

// Help is the long help of the command.
func (backupCmd) Help() string {
	return `Writes the whole archive as it stands at one moment to a file, while others may read it and write to it. The file is the same whichever
database holds the archive, and sitrep restore makes either kind of it. It appears under its name only once it is whole.

Example:
  sitrep backup sitrep-2024-03-01.backup`
}

// Run writes.
func (c *backupCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	if c.File == stdin {
		return archive.Backup(ctx, con.out)
	}
	if _, err := os.Lstat(c.File); err == nil && !c.Force {
		return fmt.Errorf("%s: is there already; name another file, or give --force", c.File)
	}
	size, err := c.write(ctx, archive)
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("stopped; no backup was written")
	case err != nil:
		return fmt.Errorf("%s: %w; no backup was written", c.File, bare(err))
	}
	return con.print(fmt.Sprintf("%s: %s\n", printable(c.File), wording.CountOf(int(size), "byte", "bytes")))
}

// write writes the file so that it is there whole or not at all.
func (c *backupCmd) write(ctx context.Context, archive *store.Archive) (size int64, err error) {
	t, err := os.CreateTemp(filepath.Dir(c.File), ".backup-*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(t.Name()) // which is gone when all went well
	err = archive.Backup(ctx, t)
	if err == nil {
		err = t.Sync()
	}
	if info, e := t.Stat(); e == nil {
		size = info.Size()
	}
	if err = errors.Join(err, t.Close()); err != nil {
		return 0, err
	}
	return size, os.Rename(t.Name(), c.File)
}

// restoreCmd makes an archive of a backup.
type restoreCmd struct {
	archiveFlag
	File string `arg:"" name:"file" help:"File that sitrep backup wrote; - reads standard input."`
}

// Help is the long help of the command.
func (restoreCmd) Help() string {
	return `Makes an archive of a backup, all of it or, where the file is damaged, nothing, and verifies it. The archive must be new or empty: name it
with --archive.

Example:
  sitrep restore sitrep-2024-03-01.backup --archive /srv/sitrep`
}

// Validate refuses to restore just anywhere.
func (c *restoreCmd) Validate() error {
	if c.Archive == "" {
		return errors.New("no archive is named; say with --archive where the new one goes")
	}
	return nil
}

// Run restores.
func (c *restoreCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	in := con.in
	if c.File != stdin {
		f, err := os.Open(c.File)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s: no such file; check the path", c.File)
			}
			return fmt.Errorf("%s: %w", c.File, bare(err))
		}
		defer f.Close()
		in = f
	}
	file := bufio.NewReader(in)
	if head, err := file.Peek(4); err != nil || !store.MayBeBackup(head) {
		return fmt.Errorf("%s: is no backup; name a file that sitrep backup wrote", nameOf(c.File))
	}
	archive, err := c.archiveFlag.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer archive.Close()
	found, err := archive.Restore(ctx, file)
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("stopped; nothing was restored")
	case err != nil:
		return fmt.Errorf("%s: %w", nameOf(c.File), err)
	}
	return con.findings(found, "text")
}
