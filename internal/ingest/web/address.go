package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/idna"
)

// maxAddress is the length of the longest address followed, in bytes.
const maxAddress = 4096

// ports that are connected to where private addresses are not allowed: those of the web. Whoever can write a link could
// otherwise have any service of any host spoken to.
var ports = []string{"80", "443", "8080", "8443"}

// IsAddress says whether a source is an address of the web rather than a path.
func IsAddress(source string) bool {
	scheme, _, ok := strings.Cut(source, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// Parse reads an address that may be fetched and gives it in one form (RFC 3986, 6.2): scheme and host in lower case, the host in ASCII,
// no default port, a path, no fragment.
func (f *Fetcher) parse(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, &Fault{Kind: Refusal, Why: fmt.Sprintf("the address is over %d bytes long", maxAddress), Mend: "check it"}
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, &Fault{Kind: Refusal, Why: "is not an address", Mend: "write it as https://HOST/PATH"}
	}
	u, err = normal(u)
	if err != nil {
		return nil, err
	}
	if port := u.Port(); port != "" && !f.o.AllowPrivate && !slices.Contains(ports, port) {
		return nil, &Fault{Kind: Refusal, Why: "names port " + port + ", which is not one of the web's (" + strings.Join(ports, ", ") + ")",
			Mend: "allow it with --allow-private if you trust the address"}
	}
	return u, nil
}

// normal is parse without the rule on ports.
func normal(u *url.URL) (*url.URL, error) {
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Fault{Kind: Refusal, Why: "is not an address of the web", Mend: "give one that begins with https:// or http://"}
	case u.User != nil:
		return nil, &Fault{Kind: Refusal, Why: "has a user name in it", Mend: "leave out what stands before the @"}
	case u.Hostname() == "":
		return nil, &Fault{Kind: Refusal, Why: "names no host", Mend: "write it as https://HOST/PATH"}
	}
	host, port := strings.TrimSuffix(u.Hostname(), "."), u.Port()
	if _, err := netip.ParseAddr(host); err != nil {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			// Names with underscores are no host names and are in use all the same.
			if ascii = strings.ToLower(host); strings.Trim(ascii, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
				return nil, &Fault{Kind: Refusal, Why: fmt.Sprintf("%q is not a host's name", host), Mend: "check the address"}
			}
		}
		host = ascii
	} else if strings.Contains(host, ":") {
		host = "[" + strings.ToLower(host) + "]"
	}
	if host == "" {
		return nil, &Fault{Kind: Refusal, Why: "names no host", Mend: "write it as https://HOST/PATH"}
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		u.Host = host
	} else {
		u.Host = host + ":" + port
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" && u.Opaque == "" {
		u.Path = "/"
	}
	if u.Opaque != "" {
		return nil, &Fault{Kind: Refusal, Why: "is not an address", Mend: "write it as https://HOST/PATH"}
	}
	return u, nil
}

// resolve gives the address that a link means in what stands at base, in one form; "" where it is none of the web.
func resolve(base, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > maxAddress {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if b, err := url.Parse(base); err == nil && base != "" {
		u = b.ResolveReference(u)
	}
	if u, err = normal(u); err != nil {
		return ""
	}
	return u.String()
}

// special are the blocks that are not of the public internet: IANA's registries of special-purpose addresses for IPv4 and IPv6
// (RFC 6890 and its successors), multicast (RFC 5771), and what was given up (6to4, RFC 7526; site-local, RFC 3879).
// Of IPv6 only what lies in 2000::/3 is public at all.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

var (
	global6 = netip.MustParsePrefix("2000::/3")
	nat64   = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: the last 32 bits are an address of IPv4
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public says whether an address is one of the public internet. What embeds an address of IPv4 is as public as that.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	if a.Is6() && !global6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// private is the refusal of an address that is not public.
func private(a netip.Addr) *Fault {
	return &Fault{Kind: Refusal, Why: fmt.Sprintf("leads to %s, a private or special address", a),
		Mend: "allow it with --allow-private if you trust the address"}
}

// newTransport makes requests over connections whose addresses have been checked. It reuses none, so that each is checked, and asks
// for no packing itself, so that packed bodies can be limited both ways.
func (f *Fetcher) newTransport() *http.Transport {
	t := &http.Transport{
		Proxy:                  nil,
		DialContext:            f.dial,
		TLSHandshakeTimeout:    15 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		MaxConnsPerHost:        1,
		MaxIdleConns:           64,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
	}
	return t
}

// dialTimeout is how long a connection to one of a host's addresses may take.
const dialTimeout = 10 * time.Second

// dial looks the host up and connects to the first of its addresses that is allowed and answers.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = []netip.Addr{a}
	} else if addrs, err = f.o.Lookup(ctx, host); err != nil {
		return nil, err
	}
	if len(addrs) == 0 {
		return nil, &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	connect := f.o.Dial
	if connect == nil {
		connect = (&net.Dialer{Control: f.control}).DialContext
	}
	var last error
	for _, a := range addrs {
		if !f.o.AllowPrivate && !Public(a) {
			if last == nil {
				last = private(a.Unmap())
			}
			continue
		}
		try, cancel := context.WithTimeout(ctx, dialTimeout)
		c, err := connect(try, network, net.JoinHostPort(a.String(), port))
		cancel()
		if err == nil {
			return c, nil
		}
		last = err
		if ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// control is called with the address of each socket before it connects: the last word on where connections go.
func (f *Fetcher) control(network, address string, _ syscall.RawConn) error {
	if f.o.AllowPrivate {
		return nil
	}
	a, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%s: %w", address, errors.ErrUnsupported)
	}
	if !Public(a.Addr()) {
		return private(a.Addr().Unmap())
	}
	return nil
}
