package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"sitrep/internal/store"
)

// whole is the whole id that an id of a request stands for; prefix and noun say of what it must be.
func (a *API) whole(ctx context.Context, id, prefix, noun string) (string, error) {
	whole, err := a.o.Archive.Resolve(ctx, id)
	switch {
	case errors.Is(err, store.ErrSeveral):
		return "", wrong("path.id", id, err.Error())
	case errors.Is(err, store.ErrUnknown):
		return "", problem(http.StatusNotFound, "%s: nothing in the archive has this id; ids look like r-0123456789abcdef (a report), c-… (a claim) or e-… (an event)", shown(id))
	case err != nil:
		return "", err
	case !strings.HasPrefix(whole, prefix):
		return "", problem(http.StatusNotFound, "%s: is not the id of %s", id, noun)
	}
	return whole, nil
}
