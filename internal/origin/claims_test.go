package origin

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
)

//go:embed testdata/claims-second.txt
var claimsSecond string

//go:embed testdata/claims-first.txt
var claimsFirst string

var extractor = sync.OnceValues(func() (*extract.Reader, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	return extract.New(book)
})

func extracted(t testing.TB, text, publisher string) *sitrep.Extraction {
	t.Helper()
	r, err := extractor()
	if err != nil {
		t.Fatal(err)
	}
	x, err := r.Read(extract.Input{Original: []byte(text), Publisher: sitrep.Known(publisher)})
	if err != nil {
		t.Fatal(err)
	}
	return &x
}

func TestClaimOrigins(t *testing.T) {
	o := outlets(t)
	home := Home{"press:lakeside courier", "Lakeside Courier", Outlet}
	for _, file := range []string{claimsFirst, claimsSecond} {
		for _, part := range strings.Split(file, "\n== ")[1:] {
			name, rest, _ := strings.Cut(part, "\n")
			var text []string
			want := map[string]string{}
			for line := range strings.Lines(rest) {
				line = strings.TrimSpace(line)
				if trigger, origin, ok := strings.Cut(line, " = "); ok {
					want[trigger] = strings.ReplaceAll(origin, "HOME", home.Key)
				} else if line != "" {
					text = append(text, line)
				}
			}
			t.Run(name, func(t *testing.T) {
				x := extracted(t, strings.Join(text, "\n"), home.Name)
				origins := o.Claims(x, home)
				for trigger, want := range want {
					i := slices.IndexFunc(x.Claims, func(c sitrep.Claim) bool { return strings.HasPrefix(c.Trigger.Text, trigger) })
					if i < 0 {
						var have []string
						for _, c := range x.Claims {
							have = append(have, c.Trigger.Text)
						}
						t.Fatalf("no claim %q; there are %q", trigger, have)
					}
					c := origins[i]
					got := c.Key
					if len(c.Via) > 0 {
						got += " via " + strings.Join(c.Via, " via ")
					}
					if got != want {
						t.Errorf("%s: got %s (%s), want %s", trigger, got, c.Kind, want)
					}
					if c.Claim != x.Claims[i].ID || c.End > len(x.Report.Text) || c.Start > c.End {
						t.Errorf("%s: origin %+v does not fit its claim", trigger, c)
					}
				}
			})
		}
	}
}
