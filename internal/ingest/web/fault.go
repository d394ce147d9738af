package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// Kind says what follows from a fault.
type Kind int

// The kinds of fault.
const (
	Refusal   Kind = iota // it will not do, today or tomorrow: an address, a type or a size that is refused, a page without text
	Temporary             // another try may do: a host that is down or busy
	Gone                  // 404 and 410: what stood there is there no longer
)

// Fault is why something was not fetched or read: what is wrong and what to do, in one line.
type Fault struct {
	Kind      Kind
	Why, Mend string
	// After is how long the host asked to be left alone (Retry-After, RFC 9110, 10.2.3), zero where it did not.
	After time.Duration
	// Status is the answer's status code, 0 where there was no answer.
	Status int
	// Err is the cause, nil where Why says it all.
	Err error
}

// Error is the one line.
func (f *Fault) Error() string { return f.Why + "; " + f.Mend }

// Unwrap is the cause.
func (f *Fault) Unwrap() error { return f.Err }

// kind is the kind of err; what is no Fault is a refusal.
func kind(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Refusal
}

// explain gives a failed request its line. ctx is that of the whole walk; an error of its own end is passed on as it is.
func explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var (
		fault     *Fault
		dns       *net.DNSError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		network   net.Error
	)
	const later = "try again later"
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &dns) && dns.IsNotFound:
		return &Fault{Kind: Temporary, Why: fmt.Sprintf("no host is called %q", dns.Name), Mend: "check the address, or the network", Err: err}
	case errors.As(err, &dns):
		return &Fault{Kind: Temporary, Why: fmt.Sprintf("the name %q could not be looked up", dns.Name), Mend: "check the network; " + later, Err: err}
	case errors.As(err, &authority), errors.As(err, &name), errors.As(err, &invalid), errors.As(err, &verify):
		return &Fault{Kind: Refusal, Why: "its certificate is not trusted (" + short(err) + ")", Mend: "check the address; its operator has to mend this", Err: err}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return &Fault{Kind: Temporary, Why: "took too long to answer", Mend: later, Err: err}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &Fault{Kind: Temporary, Why: "the answer broke off", Mend: later, Err: err}
	}
	return &Fault{Kind: Temporary, Why: "cannot be reached (" + short(err) + ")", Mend: later, Err: err}
}

// short is the innermost cause in one line of bounded length.
func short(err error) string {
	for {
		in := errors.Unwrap(err)
		if in == nil {
			break
		}
		err = in
	}
	s := strings.Join(strings.Fields(err.Error()), " ")
	if r := []rune(s); len(r) > 160 {
		s = string(r[:160]) + "…"
	}
	return s
}

// guarded calls a reader of others and makes a fault of what it would bring down the program with.
func guarded[T any](read func() (T, error)) (out T, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &Fault{Kind: Refusal, Why: fmt.Sprintf("could not be read for a fault in sitrep (%s)", clip(strings.Join(strings.Fields(fmt.Sprint(fault)), " "))), Mend: "please report it with the address"}
		}
	}()
	return read()
}
