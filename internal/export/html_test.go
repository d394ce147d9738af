package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sitrep/internal/situation"
)

// element is a tag of a page with its attributes.
type element struct {
	name  string
	attrs map[string]string
}

// elements reads a page as a browser does.
func elements(t *testing.T, text []byte) []element {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []element
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			e := element{n.Data, map[string]string{}}
			for _, a := range n.Attr {
				e.attrs[a.Key] = a.Val
			}
			out = append(out, e)
		}
	}
	return out
}

func TestPageAsksNothingOfAnyHost(t *testing.T) {
	for name, b := range map[string]*situation.Brief{"sample": sample(), "hostile": hostile()} {
		text := written(t, HTML, b)
		for _, e := range elements(t, text) {
			switch e.name {
			case "script", "img", "link", "iframe", "object", "embed", "base", "form", "video", "audio", "source", "image", "foreignobject", "foreignObject":
				t.Errorf("%s: has <%s> %v", name, e.name, e.attrs)
			}
			for k, v := range e.attrs {
				if strings.HasPrefix(k, "on") || k == "src" || k == "srcset" || k == "action" {
					t.Errorf("%s: <%s> has %s=%q", name, e.name, k, v)
				}
				if k == "href" && !strings.HasPrefix(v, "#") && link2(v) == "" {
					t.Errorf("%s: <%s> leads to %q", name, e.name, v)
				}
			}
		}
		if style := regexp.MustCompile(`url\([^#]|@import|expression`).Find(text); style != nil {
			t.Errorf("%s: style loads something: %s", name, style)
		}
		if bytes.ContainsAny(text, "\x00\u202e\u2066") {
			t.Errorf("%s: characters that steer are left in it", name)
		}
	}
}

func link2(s string) string {
	if regexp.MustCompile(`^(?i:https?)://[^"<>\s]+$`).MatchString(s) {
		return s
	}
	return ""
}

func TestEveryLinkOfThePageArrives(t *testing.T) {
	for name, b := range map[string]*situation.Brief{"sample": sample(), "hostile": hostile()} {
		ids, uses := map[string]bool{}, []string{}
		for _, e := range elements(t, written(t, HTML, b)) {
			if id, ok := e.attrs["id"]; ok {
				if ids[id] {
					t.Errorf("%s: id %q stands twice", name, id)
				}
				ids[id] = true
			}
			if h, ok := strings.CutPrefix(e.attrs["href"], "#"); ok {
				uses = append(uses, h)
			}
			for _, k := range []string{"aria-labelledby"} {
				uses = append(uses, strings.Fields(e.attrs[k])...)
			}
			if m := regexp.MustCompile(`^url\(#(.*)\)$`).FindStringSubmatch(e.attrs["fill"] + e.attrs["clip-path"]); m != nil {
				uses = append(uses, m[1])
			}
		}
		if len(uses) < 40 {
			t.Errorf("%s: only %d links", name, len(uses))
		}
		for _, id := range uses {
			if !ids[id] {
				t.Errorf("%s: nothing has the id %q", name, id)
			}
		}
	}
}

func TestPageSaysWhatItIs(t *testing.T) {
	var h1, lang, scopes, cells, labelled int
	for _, e := range elements(t, written(t, HTML, sample())) {
		switch {
		case e.name == "h1":
			h1++
		case e.name == "html" && e.attrs["lang"] == "en":
			lang++
		case e.name == "th" && e.attrs["scope"] == "":
			t.Errorf("a head of a table without a scope: %v", e.attrs)
		case e.name == "th":
			scopes++
		case e.name == "blockquote" && e.attrs["dir"] != "auto":
			t.Error("a quote without dir=auto")
		case e.name == "svg" && e.attrs["class"] == "chart":
			if e.attrs["role"] != "img" || e.attrs["aria-labelledby"] == "" {
				t.Errorf("a picture without a name: %v", e.attrs)
			}
			labelled++
		case e.name == "td":
			cells++
		}
	}
	if h1 != 1 || lang != 1 || scopes < 20 || cells < 20 || labelled != 6 {
		t.Errorf("%d h1, %d lang, %d heads, %d cells, %d pictures", h1, lang, scopes, cells, labelled)
	}
}

// variables are the custom properties of a block of style.
func variables(style string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): ?(#[0-9a-f]{6})`).FindAllStringSubmatch(style, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return math.NaN()
	}
	sum := 0.0
	for i, k := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(n>>(16-8*i)&255) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += k * v
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColoursHoldContrast(t *testing.T) {
	light, dark, found := strings.Cut(pageStyle, "prefers-color-scheme: dark")
	if !found {
		t.Fatal("no dark colours")
	}
	dark, _, _ = strings.Cut(dark, "\n}\n")
	for name, v := range map[string]map[string]string{"light": variables(light + chartLight), "dark": variables(dark + chartDark)} {
		for _, ground := range []string{"bg", "surface", "hl"} {
			for _, text := range []string{"ink", "ink-2", "ink-3", "link", "single", "corroborated", "contested", "confirmed", "discounted"} {
				if c := contrast(v[text], v[ground]); !(c >= 4.5) {
					t.Errorf("%s: %s on %s has %.2f:1, less than 4.5", name, text, ground, c)
				}
			}
		}
		for i := 1; i <= mostSeries; i++ {
			if c := contrast(v[fmt.Sprint("s", i)], v["bg"]); !(c >= 3) {
				t.Errorf("%s: series %d has %.2f:1 on the page, less than 3", name, i, c)
			}
		}
	}
}

// wellFormed reads XML to its end.
func wellFormed(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
