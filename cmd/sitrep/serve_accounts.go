package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/user"
	"strings"

	"sitrep/internal/account/signin"
	"sitrep/internal/serve"
	"sitrep/internal/store"
)

// accountsFlag says how people are let in.
type accountsFlag struct {
	Proxy     bool   `help:"A proxy stands before the server: believe its X-Forwarded-For and X-Forwarded-Proto."`
	PublicURL string `name:"public-url" help:"Address under which browsers reach the server, where it is not the one that it listens at." placeholder:"https://…" env:"SITREP_PUBLIC_URL"`

	OIDCIssuer     string   `name:"oidc-issuer" help:"Single sign-on: address of a service that speaks OpenID Connect." placeholder:"https://…" env:"SITREP_OIDC_ISSUER"`
	OIDCClient     string   `name:"oidc-client" help:"What the service calls this server." placeholder:"ID" env:"SITREP_OIDC_CLIENT"`
	OIDCSecretFile string   `name:"oidc-secret-file" help:"File with the secret that the service gave this server (or the environment's SITREP_OIDC_SECRET)." type:"existingfile" placeholder:"FILE"`
	OIDCName       string   `name:"oidc-name" help:"What the button says: sign in with NAME." placeholder:"NAME" env:"SITREP_OIDC_NAME"`
	OIDCClaim      string   `name:"oidc-claim" help:"Claim that is compared with the mail addresses of accounts." default:"email" placeholder:"CLAIM" env:"SITREP_OIDC_CLAIM"`
	OIDCNew        []string `name:"oidc-new" help:"Mail addresses, or @DOMAIN, of those who get an account as readers when they first come." placeholder:"ADDRESS" env:"SITREP_OIDC_NEW"`
}

// check refuses what does not fit together.
func (f *accountsFlag) check() error {
	f.PublicURL = strings.TrimSuffix(f.PublicURL, "/")
	switch {
	case f.PublicURL != "" && !strings.HasPrefix(f.PublicURL, "https://") && !strings.HasPrefix(f.PublicURL, "http://"):
		return fmt.Errorf("--public-url %s: this is no address; give one like https://sitrep.example.org", f.PublicURL)
	case f.OIDCIssuer == "" && (f.OIDCClient != "" || f.OIDCSecretFile != "" || len(f.OIDCNew) > 0):
		return errors.New("--oidc-issuer is missing; give the address of the single sign-on service")
	case f.OIDCIssuer != "" && (f.OIDCClient == "" || f.PublicURL == ""):
		return errors.New("--oidc-issuer is not enough; give --oidc-client and --public-url, too")
	}
	return nil
}

// single is the single sign-on service, nil for none.
func (f *accountsFlag) single() (*signin.Single, error) {
	if f.OIDCIssuer == "" {
		return nil, nil
	}
	secret := os.Getenv("SITREP_OIDC_SECRET")
	if f.OIDCSecretFile != "" {
		b, err := os.ReadFile(f.OIDCSecretFile)
		if err != nil {
			return nil, fmt.Errorf("--oidc-secret-file: %w", err)
		}
		secret = string(bytes.TrimSpace(b))
	}
	return &signin.Single{Issuer: f.OIDCIssuer, Client: f.OIDCClient, Secret: secret, Base: f.PublicURL, Name: f.OIDCName, Claim: f.OIDCClaim, New: f.OIDCNew}, nil
}

// accounts lets people into an archive, and refuses to serve one without accounts to others.
func (c *serveCmd) accounts(ctx context.Context, archive *store.Archive, log *slog.Logger, o *serve.Options) (*signin.Service, error) {
	single, err := c.accountsFlag.single()
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, err
	}
	mine := own(host) && !c.Proxy
	service, err := signin.New(signin.Options{Archive: archive, Log: log, Open: mine || c.Insecure, Insecure: c.Insecure, Proxy: c.Proxy, Local: localName(), Single: single})
	if err != nil {
		return nil, err
	}
	held, err := service.Accounts(ctx)
	switch {
	case err != nil:
		return nil, err
	case !held && !own(host) && !c.Insecure:
		return nil, usageFault{fmt.Errorf("--listen %s: others can reach that address and there are no accounts; make one with sitrep user add NAME --role administrator, or give --insecure", c.Listen)}
	}
	o.Guard = service.Guard
	return service, nil
}

// invite prints the link that makes the first account, where there is none yet.
func (c *serveCmd) invite(ctx context.Context, con console, service *signin.Service, address string, log *slog.Logger) error {
	code, err := service.FirstLink(ctx)
	if err != nil {
		log.ErrorContext(ctx, "no link for the first account is made", "error", err)
		return nil
	}
	if code == "" {
		return nil
	}
	if c.PublicURL != "" {
		address = c.PublicURL + "/"
	}
	return con.print("No accounts yet. This link makes the first one; it works once, for a day:\n  " + address + "setup/" + code + "\n")
}

// localName is what the log and reviews call the person at the machine.
func localName() string {
	if name := strings.TrimSpace(os.Getenv("SITREP_REVIEWER")); name != "" && len(name) <= 200 && !strings.ContainsAny(name, "\n\r\x00") {
		return name
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "local"
}
