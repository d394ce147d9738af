package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"sitrep/internal/account/signin"
	"sitrep/internal/api"
	"sitrep/internal/ask"
	"sitrep/internal/board"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	htmlpage "sitrep/internal/ingest/page"
	"sitrep/internal/serve"
	"sitrep/internal/store"
	"sitrep/internal/ui"
)

// serveCmd serves pages and API.
type serveCmd struct {
	archiveFlag
	Listen    string `help:"Address and port to listen at; port 0 takes a free one." default:"127.0.0.1:8080" placeholder:"ADDRESS:PORT"`
	NoBrowser bool   `help:"Do not open the first page in a browser."`
	Insecure  bool   `help:"Let everybody in who reaches an address that is not this machine's own, though there are no accounts."`
	TLSCert   string `name:"tls-cert" help:"Certificate, in PEM, to serve https." type:"existingfile" placeholder:"FILE"`
	TLSKey    string `name:"tls-key" help:"Its key." type:"existingfile" placeholder:"FILE"`
	LogFormat string `help:"text or json: how requests are logged on standard error." enum:"text,json" default:"text"`
	Quiet     bool   `help:"Log nothing but faults."`
	accountsFlag
	placesFlag
	codebookFlag
}

// Help is the long help of the command.
func (serveCmd) Help() string {
	return `Serves the archive as pages for a browser and as an API (JSON over HTTP), until it is stopped with Ctrl-C. An archive that there is not
yet is made. Pages load nothing from other hosts. See docs/guide/README.md.

Examples:
  sitrep serve
  sitrep serve --archive war.db --listen 127.0.0.1:9000 --no-browser
  sitrep serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem`
}

// Validate refuses what cannot be served.
func (c *serveCmd) Validate() error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port == "" {
		return fmt.Errorf("--listen %s: give an address and a port, such as 127.0.0.1:8080", c.Listen)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key belong together; give both")
	}
	if c.Insecure && own(host) {
		return errors.New("--insecure is for addresses that others reach; leave it away")
	}
	return c.accountsFlag.check()
}

// own says that only this machine reaches a host's name or address.
func own(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// serverMemory is the size, in bytes, below which the collector lets a server grow at its ease: the view of an archive of 100,000 reports takes
// 600 MB while it is made.
const serverMemory = 1 << 30

// Run serves.
func (c *serveCmd) Run(con console) error {
	boundMemoryTo(serverMemory)
	ctx, stop := interruptible()
	defer stop()
	level := slog.LevelInfo
	if c.Quiet {
		level = slog.LevelError
	}
	var handler slog.Handler = slog.NewTextHandler(con.err, &slog.HandlerOptions{Level: level})
	if c.LogFormat == "json" {
		handler = slog.NewJSONHandler(con.err, &slog.HandlerOptions{Level: level})
	}
	log := slog.New(handler)
	options := serve.Options{Log: log}
	if c.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			return fmt.Errorf("--tls-cert %s: %w; give a certificate and its key in PEM", c.TLSCert, err)
		}
		options.Certificate = &pair
	}
	// Before anything is made ready: that the port is taken is told at once.
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w; choose another port, or 0 for any", c.Listen, unaddressed(err))
	}
	defer l.Close()
	var service *signin.Service // nil where the archive does not open
	archive, err := c.archiveFlag.open(ctx, store.Options{Log: log})
	if err != nil {
		// A person who opens the page is told there, too.
		con.fail("", err)
		where, _ := c.archiveFlag.where()
		options.Parts = []serve.Part{ui.Broken(where, err)}
		why := err // err is used again below
		options.Ready = func() error { return why }
	} else {
		defer archive.Close()
		if service, err = c.accounts(ctx, archive, log, &options); err != nil {
			return err
		}
		// What runs beside the requests comes to its end, and what was last seen of sessions is written, before the archive is closed.
		during, end := context.WithCancel(ctx)
		var kept sync.WaitGroup
		kept.Go(func() { service.Run(during) })
		defer kept.Wait()
		defer end()
		if err := c.parts(during, &kept, archive, service, &options); err != nil {
			return err
		}
	}
	server, err := serve.New(options)
	if err != nil {
		return err
	}
	address := c.address(l)
	if err := con.print("sitrep is at " + address + "\n"); err != nil {
		return err
	}
	if service != nil {
		if err := c.invite(ctx, con, service, address, log); err != nil {
			return err
		}
	}
	if !c.NoBrowser && con.page.terminal {
		browse(ctx, address)
	}
	return server.Run(ctx, l)
}

// unaddressed is why nothing can be listened at, without the address, which the caller names.
func unaddressed(err error) error {
	if o := (*net.OpError)(nil); errors.As(err, &o) {
		err = o.Err
	}
	if call := (*os.SyscallError)(nil); errors.As(err, &call) {
		err = call.Err
	}
	return err
}

// parts are what is served of an archive. What runs beside the requests until ctx ends is counted by kept.
func (c *serveCmd) parts(ctx context.Context, kept *sync.WaitGroup, archive *store.Archive, service *signin.Service, o *serve.Options) error {
	book, err := c.codebookFlag.rules()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	gazetteer, _, err := c.placesFlag.open()
	if err != nil {
		return err
	}
	asker, err := ask.New(archive, ask.Options{Codebook: book, Gazetteer: gazetteer})
	if err != nil {
		return err
	}
	boards := board.New(archive, board.Options{Registry: asker.Registry(), Gazetteer: gazetteer, Codebook: book, Log: o.Log})
	kept.Go(func() { _ = boards.Run(ctx) }) // it ends with ctx, and logs what goes wrong
	kept.Go(func() {                        // what an ingest that was broken off or an older program left behind
		if n, err := archive.Unfused(ctx); err != nil || n == 0 {
			return
		}
		if err := upToDate(ctx, archive); err != nil && ctx.Err() == nil {
			o.Log.ErrorContext(ctx, "events", "error", err)
		}
	})
	o.Ready = func() error {
		if boards.Board() == nil {
			return errors.New("the view of the archive is being made")
		}
		return nil
	}
	info, _ := debug.ReadBuildInfo()
	reading, err := c.placesFlag.give(reader)
	if err != nil {
		return err
	}
	answers, err := api.New(api.Options{Archive: archive, Asker: asker, Boards: boards, Reader: reading, Sources: ingest.Options{Page: htmlpage.Read}, Version: programVersion(info),
		Models: reader.Models(), Log: o.Log})
	if err != nil {
		return err
	}
	pages, err := ui.New(ui.Options{Archive: archive, Accounts: service, Boards: boards, Asker: asker, API: answers, Gazetteer: gazetteer, Log: o.Log, Version: programVersion(info), Codebook: book.Version, Models: reader.Models()})
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, answers.Close)
	o.Parts = []serve.Part{pages, answers}
	return nil
}

// address is where a browser on this machine finds the server.
func (c *serveCmd) address(l net.Listener) string {
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	host, port, _ := net.SplitHostPort(l.Addr().String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/"
}

// browse opens an address in the user's browser, where there is one; that it cannot is no fault.
func browse(ctx context.Context, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if _, err := exec.LookPath(name); err != nil || !strings.HasPrefix(address, "http") {
		return
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), name, args...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
