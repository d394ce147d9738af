package main

import (
	"context"
	"errors"
	"fmt"

	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// upToDate brings the events of an archive up to date with what was changed. Where another program writes to it, that one does so when it is done.
func upToDate(ctx context.Context, archive *store.Archive) error {
	if _, err := archive.Fuse(ctx); err != nil && !errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("events are not up to date, the next sitrep ingest sees to them: %w", err)
	}
	return nil
}

// behind says, in a line on standard error, of how many reports events are not up to date.
func (c console) behind(ctx context.Context, archive *store.Archive) error {
	n, err := archive.Unfused(ctx)
	if err == nil && n > 0 {
		c.fail("events", fmt.Errorf("%s not counted in yet; sitrep ingest, of whatever, brings them up to date", wording.CountOf(n, "report is", "reports are")))
	}
	return err
}
