package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
	htmlpage "sitrep/internal/ingest/page"
	"sitrep/internal/ingest/pdf"
	"sitrep/internal/ingest/web"
)

// recordsFlag says what is known of the reports beside what they say.
type recordsFlag struct {
	Date      dateFlag          `help:"Day of publication of all these reports, over what they say; \"on Sunday\" counts from it." placeholder:"YYYY-MM-DD"`
	Publisher string            `help:"Publisher of the reports that name none." placeholder:"NAME"`
	Fields    map[string]string `help:"Names of fields in JSON and CSV: text=body;published=day. Fields: text, title, published, modified, url, publisher, author, language." placeholder:"FIELD=NAME;…"`
}

// sourcesFlag says how sources are read, addresses among them.
type sourcesFlag struct {
	recordsFlag
	Max          int           `help:"Most pages fetched of one feed or sitemap." default:"1000"`
	Delay        time.Duration `help:"Least time between two requests to one host." default:"2s"`
	Contact      string        `help:"Mail address or page of yours, told to the hosts that are visited." placeholder:"ADDRESS"`
	AllowPrivate bool          `help:"Fetch from private and loopback addresses, too."`
}

// check refuses names of fields that there are not.
func (f recordsFlag) check() error {
	names := make([]string, 0, len(f.Fields))
	for field := range f.Fields {
		names = append(names, field)
	}
	slices.Sort(names)
	for _, field := range names {
		if !slices.Contains(ingest.FieldNames, field) {
			return fmt.Errorf("--fields %s: no such field; there are %s", field, strings.Join(ingest.FieldNames, ", "))
		}
	}
	return nil
}

// fetcher fetches addresses.
func (f sourcesFlag) fetcher(ctx context.Context) *web.Fetcher {
	info, _ := debug.ReadBuildInfo()
	version, _, _ := strings.Cut(programVersion(info), " ")
	return web.New(web.Options{Version: strings.Trim(version, "()"), Contact: f.Contact, Delay: f.Delay, Max: f.Max, AllowPrivate: f.AllowPrivate,
		Page: htmlpage.Read, PDF: readPDF(ctx)})
}

// local reads what lies on this machine.
func (f recordsFlag) local(ctx context.Context, con console) ingest.Options {
	return ingest.Options{Fields: f.Fields, Stdin: con.in, Page: htmlpage.Read, PDF: readPDF(ctx), Feed: web.Items}
}

// readPDF reads PDF files; what is slow to make for that is kept in the user's cache folder (XDG Base Directory Specification).
func readPDF(ctx context.Context) func([]byte) (ingest.Item, error) {
	var options pdf.Options
	if cache, err := os.UserCacheDir(); err == nil {
		options.Folder = filepath.Join(cache, "sitrep", "pdfium")
	}
	reader := &pdf.Reader{Options: options}
	return func(b []byte) (ingest.Item, error) { return reader.Read(ctx, b) }
}

// complete gives a report what the command line says of all.
func (f recordsFlag) complete(item ingest.Item) ingest.Item {
	if !f.Date.IsZero() {
		item.Published = f.Date.Date
	}
	if item.Publisher == "" {
		item.Publisher = sitrep.Known(f.Publisher)
	}
	return item
}

// walk hands over the reports of all sources, in their order.
func (f sourcesFlag) walk(ctx context.Context, con console, sources []string, taken func(int64), found func(ingest.Item) error, refused func(string, error)) error {
	take := func(item ingest.Item) error { return found(f.complete(item)) }
	fetcher, local := f.fetcher(ctx), f.local(ctx, con)
	local.Taken = taken
	for _, s := range sources {
		err := guarded(s, refused, func() error {
			if web.IsAddress(s) {
				return fetcher.Walk(ctx, s, take, refused)
			}
			return local.Walk(ctx, []string{s}, take, refused)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// guarded walks a source. A fault in the program is told of the source, of which the rest is passed over, and leaves the others their turn.
func guarded(source string, refused func(string, error), walk func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			refused(source, fmt.Errorf("a fault in sitrep (%v); please report it with this file", fault))
			err = nil
		}
	}()
	return walk()
}

// leftOut says that an error tells of something passed over that is nothing to mend.
func leftOut(err error) bool {
	var left *ingest.LeftOut
	return errors.As(err, &left)
}
