package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sitrep/internal/ingest"
	"sitrep/internal/ingest/web"
	"sitrep/internal/store"
	"sitrep/internal/work"
)

// followed is what the archive remembers of what is followed, as web asks for it.
type followed struct{ *store.Archive }

// Load is what is remembered of a source.
func (f followed) Load(ctx context.Context, source string) (ingest.Followed, error) {
	return f.Followed(ctx, source)
}

// Save remembers it.
func (f followed) Save(ctx context.Context, state ingest.Followed) error {
	return f.SaveFollowed(ctx, state)
}

// checkWatch refuses what cannot be followed.
func (c *ingestCmd) checkWatch() error {
	if c.Watch && slices.Contains(c.Sources, stdin) {
		return errors.New("- with --watch: standard input cannot be followed; name files, folders or addresses")
	}
	return nil
}

// came tells when something new or changed was taken in since last, and gives what is last now.
func (c *ingestCmd) came(con console, last, t work.Tally) work.Tally {
	since := work.Tally{New: t.New - last.New, Changed: t.Changed - last.Changed, Claims: t.Claims - last.Claims}
	if since.New+since.Changed == 0 {
		return last
	}
	fmt.Fprintf(con.err, "%s  %s\n", time.Now().Format(time.DateTime), tallied(since))
	return t
}

// follow hands over what the sources give now and from now on, until ctx ends.
func (c *ingestCmd) follow(ctx context.Context, con console, state *web.Later, found func(ingest.Item) error, refused func(string, error)) error {
	local := c.local(ctx, con)
	take, refuse := state.Hold(func(item ingest.Item) error { return found(c.complete(item)) }, refused)
	return c.fetcher(ctx).Follow(ctx, c.Sources, state, take, refuse, web.FollowOptions{
		Every: c.Every,
		Files: func(ctx context.Context, path string, found web.Found, refused web.Refused) error {
			return guarded(path, refused, func() error { return local.Walk(ctx, []string{path}, found, refused) })
		},
	})
}
