package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"sitrep/internal/ingest"
)

// Followed gives what is remembered of a source that is followed; the zero value, with its name, for one never visited.
func (a *Archive) Followed(ctx context.Context, source string) (ingest.Followed, error) {
	f := ingest.Followed{Source: source}
	var state string
	err := a.each(ctx, func(r *sql.Rows) error { return r.Scan(&state) }, "SELECT state FROM followed WHERE source = ?", plainText(source))
	if err != nil || state == "" {
		return f, a.fault("reading what is followed", err)
	}
	if err := json.Unmarshal([]byte(state), &f); err != nil {
		return f, fmt.Errorf("archive %s: what is remembered of %s is no JSON: %w", a.where, source, err)
	}
	f.Source = source
	return f, nil
}

// SaveFollowed remembers what f says of its source, in place of what was remembered.
func (a *Archive) SaveFollowed(ctx context.Context, f ingest.Followed) error {
	state, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return a.change(ctx, "remembering what is followed", func(p *pen) error {
		_, err := p.do("INSERT INTO followed (source, state) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET state = excluded.state", plainText(f.Source), plainText(string(state)))
		return err
	})
}
