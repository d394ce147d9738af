package export

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/situation"
)

// written is a brief in a format.
func written(t *testing.T, format string, b *situation.Brief) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Brief(&out, format, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBriefIsWrittenInEachFormat(t *testing.T) {
	golden(t, "brief.md", written(t, Markdown, sample()))
	golden(t, "brief.html", written(t, HTML, sample()))
	golden(t, "brief.json", written(t, JSON, sample()))
}

func TestBriefIsTheSameBytesAgain(t *testing.T) {
	for _, f := range Formats {
		if !bytes.Equal(written(t, f, hostile()), written(t, f, hostile())) {
			t.Errorf("%s: differs from one time to the next", f)
		}
	}
}

func TestUnknownFormatIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	var out bytes.Buffer
	err := Brief(&out, "odt", sample())
	if err == nil || !strings.Contains(err.Error(), "md, ") || out.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, out.Len())
	}
}

func TestJSONKeepsTheBriefAsItIs(t *testing.T) {
	var back situation.Brief
	if err := json.Unmarshal(written(t, JSON, sample()), &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(&back, sample()) {
		t.Error("what is read back is another brief")
	}
}

func TestEmptyBriefIsWritten(t *testing.T) {
	for _, f := range Formats {
		if len(written(t, f, &situation.Brief{})) == 0 {
			t.Errorf("%s: nothing written", f)
		}
	}
}

func TestPlainLeavesNothingThatSteers(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b":           "a\ufffdb",
		"a\u202eb":         "a\ufffdb",
		" a\r\n\tb\u2028c": "a b c",
		"a\xffb":           "a\ufffdb",
		"می\u200cخواهم":    "می\u200cخواهم",
		"x\ufffey":         "x\ufffdy",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestOnlyAddressesOfTheWebAreLinks(t *testing.T) {
	for _, bad := range []string{"", "javascript:alert(1)", "data:text/html,x", "//host", "file:///etc", "https://a b", "https://a\"b", "http://a<b", "http://a\u202eb", "http://a\xffb"} {
		if got := link(sitrep.Known(bad)); got != "" {
			t.Errorf("%q became the link %q", bad, got)
		}
	}
	for _, good := range []string{"https://a.example/x?y=1&z=(2)#f", "HTTP://a.example", "https://ä.example/ö"} {
		if got := link(sitrep.Known(good)); got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
}

func TestFiguresInWords(t *testing.T) {
	for _, c := range []struct {
		low, best, high *int
		want            string
	}{
		{nil, nil, nil, "not told"},
		{p(60), p(60), p(60), "60"},
		{nil, p(60), nil, "about 60"},
		{p(215000), p(215000), nil, "at least 215,000"},
		{p(215000), nil, nil, "at least 215,000"},
		{p(100), p(150), nil, "150 (at least 100)"},
		{nil, p(600), p(600), "up to 600"},
		{nil, p(500), p(600), "500 (up to 600)"},
		{p(12), nil, p(99), "12 to 99"},
		{p(12), p(40), p(99), "40 (12 to 99)"},
		{p(-1200), p(-1200), p(-1200), "-1,200"},
	} {
		if got := figure(c.low, c.best, c.high); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// unescape takes the backslashes of Markdown away again.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// live says which mark of Markdown stands in s without a backslash before it, "" for none.
func live(s string) string {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.IndexByte("`*_[]<>|~&$\n\r\x00", s[i]) >= 0:
			return s[i:]
		case strings.HasPrefix(s[i:], "://"), len(s[i:]) >= 4 && strings.EqualFold(s[i:i+4], "www."):
			return s[i:]
		}
	}
	return ""
}

var liveLink = regexp.MustCompile(`(^|[^\\])\]\(javascript`)

func checkEscape(t *testing.T, in string) {
	t.Helper()
	got := escape(in)
	if l := live(got); l != "" {
		t.Errorf("%q: in %q this is live: %q", in, got, l)
	}
	if unescape(got) != plain(in) {
		t.Errorf("%q: shown as %q", in, unescape(got))
	}
	if got != "" && strings.IndexByte("#+-=", got[0]) >= 0 {
		t.Errorf("%q: begins a block: %q", in, got)
	}
	if rest := strings.TrimLeft(got, "0123456789"); rest != got && rest != "" && (rest[0] == '.' || rest[0] == ')') {
		t.Errorf("%q: begins a list: %q", in, got)
	}
	if !utf8.ValidString(got) {
		t.Errorf("%q: no UTF-8: %q", in, got)
	}
}

func TestMarkdownShowsHostileTextAsText(t *testing.T) {
	for _, in := range nasty {
		checkEscape(t, in)
	}
	for i, line := range strings.Split(string(written(t, Markdown, hostile())), "\n") {
		if strings.Contains(line, "<script") && !strings.Contains(line, `\<script`) || strings.Contains(line, "\x00") || strings.Contains(line, "\u202e") || liveLink.MatchString(line) {
			t.Errorf("line %d is live: %q", i+1, line)
		}
		if strings.HasPrefix(line, "|") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") < 3 {
			t.Errorf("line %d is a broken row: %q", i+1, line)
		}
	}
}

func FuzzMarkdownEscape(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkEscape(t, s) })
}
