package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "172.15.255.255": true, "172.32.0.1": true, "100.63.255.255": true, "100.128.0.1": true, "223.255.255.255": true,
		"2606:4700::1111": true, "2a00:1450:4001::1": true, "64:ff9b::808:808": true, "::ffff:8.8.8.8": true,

		"127.0.0.1": false, "127.8.8.8": false, "0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.127.255.255": false, "192.0.0.8": false, "192.0.2.1": false,
		"198.18.0.1": false, "198.19.255.255": false, "198.51.100.7": false, "203.0.113.9": false, "192.88.99.1": false, "224.0.0.1": false,
		"239.255.255.255": false, "240.0.0.1": false, "255.255.255.255": false,

		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "febf::1": false, "fec0::1": false, "fc00::1": false, "fd12:3456::1": false,
		"ff02::1": false, "2001:db8::1": false, "3fff::1": false, "2001::1": false, "2001:10::1": false, "2002:7f00:1::": false, "2002:808:808::": false,
		"100::1": false, "5f00::1": false, "64:ff9b:1::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false,
		"64:ff9b::a00:1": false, "::127.0.0.1": false, "4000::1": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestParse(t *testing.T) {
	long := "https://example.org/" + strings.Repeat("a", maxAddress)
	for _, c := range []struct{ name, address, want, fault string }{
		{"one form", "HTTPS://Example.ORG:443#part", "https://example.org/", ""},
		{"the root's dot", "http://example.org./a?b=c#d", "http://example.org/a?b=c", ""},
		{"a name in another script", "https://пример.example/а", "https://xn--e1afmkfd.example/%D0%B0", ""},
		{"another port of the web", "http://example.org:8080/", "http://example.org:8080/", ""},
		{"IPv6", "http://[2606:4700::1111]/", "http://[2606:4700::1111]/", ""},
		{"a name with an underscore", "https://a_b.example.org/", "https://a_b.example.org/", ""},
		{"a port of mail", "http://example.org:25/", "", "names port 25"},
		{"a user's name", "https://user:secret@example.org/", "", "has a user name"},
		{"a host before the @", "https://example.org@127.0.0.1/", "", "has a user name"},
		{"a file", "file:///etc/passwd", "", "is not an address of the web"},
		{"gopher", "gopher://example.org/", "", "is not an address of the web"},
		{"no scheme", "example.org/feed", "", "is not an address of the web"},
		{"opaque", "http:example.org", "", "names no host"},
		{"no host", "http:///path", "", "names no host"},
		{"a dot for a host", "http://./", "", "names no host"},
		{"white space in the host", "http://exa mple.org/", "", "is not an address"},
		{"a line break", "http://example.org/\r\nHost: x", "", "is not an address"},
		{"too long", long, "", "is over 4096 bytes"},
		{"nothing", "", "", "is not an address of the web"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, err := New(Options{}).parse(c.address)
			switch {
			case c.fault == "" && (err != nil || u.String() != c.want):
				t.Errorf("got %v, %v; want %s", u, err, c.want)
			case c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)):
				t.Errorf("got %v, %v; want a fault with %q", u, err, c.fault)
			}
		})
	}
}

// resolver is a name server that can be told what to answer, one list of addresses a question, the last for good.
func resolver(answers ...[]string) func(context.Context, string) ([]netip.Addr, error) {
	return func(context.Context, string) ([]netip.Addr, error) {
		var out []netip.Addr
		for _, a := range answers[0] {
			out = append(out, netip.MustParseAddr(a))
		}
		if len(answers) > 1 {
			answers = answers[1:]
		}
		return out, nil
	}
}

// Every connection of these tests goes to the test's own site, whatever the address; what counts is which addresses get that far.
func TestPrivateAddressesAreRefusedWhenDialled(t *testing.T) {
	s, c := newSite(t), newClock()
	s.serve("/", "text/html", page)
	s.handle("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://inside.example/", http.StatusFound)
	})
	s.handle("/literal", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusMovedPermanently)
	})
	for _, tt := range []struct {
		name, address string
		lookup        func(context.Context, string) ([]netip.Addr, error)
		items         int
		refused       string
	}{
		{"a public name", "http://public.example/", resolver([]string{"93.184.215.14"}), 1, ""},
		{"a name for loopback", "http://public.example/", resolver([]string{"127.0.0.1"}), 0, "leads to 127.0.0.1, a private or special address"},
		{"a name for both goes to the public one", "http://public.example/", resolver([]string{"10.0.0.1", "93.184.215.14"}), 1, ""},
		{"an address of IPv4 in one of IPv6", "http://public.example/", resolver([]string{"::ffff:127.0.0.1"}), 0, "leads to 127.0.0.1"},
		{"a literal", "http://127.0.0.1/", nil, 0, "leads to 127.0.0.1"},
		{"a literal of IPv6", "http://[::1]/", nil, 0, "leads to ::1"},
		// The name is looked up for robots.txt first, and once more for the page.
		{"a name that changes its mind", "http://public.example/", resolver([]string{"93.184.215.14"}, []string{"192.168.0.1"}), 0, "leads to 192.168.0.1"},
		{"a redirect to a name inside", "http://public.example/away", func(_ context.Context, host string) ([]netip.Addr, error) {
			if host == "inside.example" {
				return []netip.Addr{netip.MustParseAddr("10.0.0.7")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
		}, 0, "redirects to http://inside.example/, which leads to 10.0.0.7"},
		{"a redirect to a literal", "http://public.example/literal", resolver([]string{"93.184.215.14"}), 0, "leads to 169.254.169.254"},
		{"a name of nothing", "http://none.example/", func(_ context.Context, host string) ([]netip.Addr, error) {
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}, 0, `no host is called "none.example"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := options(c)
			o.AllowPrivate, o.Lookup = false, tt.lookup
			o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err != nil || !Public(netip.MustParseAddr(host)) {
					t.Errorf("dialled %s", address)
				}
				return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
			}
			f := New(o)
			f.transport.(*http.Transport).DisableKeepAlives = true
			var r result
			if err := f.Walk(context.Background(), tt.address, r.found, r.refuse); err != nil {
				t.Fatal(err)
			}
			if len(r.items) != tt.items || strings.Join(r.refused, "\n") != "" && tt.refused == "" || !strings.Contains(strings.Join(r.refused, "\n"), tt.refused) {
				t.Errorf("got %d items, refused %q; want %d and %q", len(r.items), r.refused, tt.items, tt.refused)
			}
			if tt.refused != "" && len(r.refused) != 1 {
				t.Errorf("refused %q, want one line", r.refused)
			}
		})
	}
}

// The dialer of its own checks the socket's address once more, even where everything before were wrong.
func TestControlHasTheLastWord(t *testing.T) {
	s := newSite(t)
	f := New(Options{})
	if _, err := (&net.Dialer{Control: f.control}).Dial("tcp", s.Listener.Addr().String()); err == nil || !strings.Contains(err.Error(), "private or special") {
		t.Errorf("got %v, want a refusal", err)
	}
	var fault *Fault
	if err := f.control("tcp", "nonsense", nil); err == nil || errors.As(err, &fault) {
		t.Errorf("got %v, want an error for what is no address", err)
	}
	if err := New(Options{AllowPrivate: true}).control("tcp", "127.0.0.1:80", nil); err != nil {
		t.Errorf("allowed, and got %v", err)
	}
}
