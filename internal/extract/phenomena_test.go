package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"sitrep"
)

// phenomenon is one file of testdata/phenomena: a construction that news reports use and that is easily misread, with
// sentences that must be read right and near misses that must not give a wrong reading.
type phenomenon struct {
	Name  string `yaml:"phenomenon"`
	About string `yaml:"about"`
	Read  []struct {
		Text   string   `yaml:"text"`
		Open   string   `yaml:"open"`   // why it is not read right yet, "" where it must be
		Claims []sought `yaml:"claims"` // each of which must be found; others may be
	} `yaml:"read"`
	Miss []struct {
		Text  string   `yaml:"text"`
		Open  string   `yaml:"open"`
		Never []sought `yaml:"never"` // none of which may be found; an empty one stands for any claim
	} `yaml:"miss"`
}

// sought is a claim as far as a phenomenon decides it: a slot that is not named may hold anything. Of roles and figures each
// word is held by one filler; a reading that must be found names all fillers of its roles and all figures of its measures.
// "a|b" stands for either, "=a" for a filler of just those words.
type sought struct {
	Type     string                      `yaml:"type"`
	Trigger  string                      `yaml:"trigger"`
	Roles    map[sitrep.Role][]string    `yaml:"roles"`
	Figures  map[sitrep.Measure][]string `yaml:"figures"`
	Place    string                      `yaml:"place"`
	Time     string                      `yaml:"time"`
	Source   string                      `yaml:"source"`
	Modality sitrep.Modality             `yaml:"modality"`
}

// TestPhenomena reads the sentences of every phenomenon.
func TestPhenomena(t *testing.T) {
	files, err := filepath.Glob("testdata/phenomena/*.yaml")
	if err != nil || len(files) != 16 {
		t.Fatalf("%d files of phenomena, want 16: %v", len(files), err)
	}
	r := newReader(t)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ph phenomenon
		if err := yaml.UnmarshalWithOptions(b, &ph, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			if len(ph.Read) < 6 || len(ph.Miss) < 3 {
				t.Errorf("%q has %d sentences to read and %d near misses, want 6 and 3 at least", ph.Name, len(ph.Read), len(ph.Miss))
			}
			right := 0
			for _, s := range ph.Read {
				claims := claimsOf(t, r, s.Text)
				faults := 0
				for i := range s.Claims {
					if fault := s.Claims[i].lacking(claims); fault != "" {
						complain(t, s.Open, "%s: %q: %s", ph.Name, s.Text, fault)
						faults++
					}
				}
				if faults == 0 {
					right++
				}
			}
			spared := 0
			for _, s := range ph.Miss {
				claims := claimsOf(t, r, s.Text)
				faults := 0
				for i := range s.Never {
					for c := range claims {
						if len(s.Never[i].faults(&claims[c], false)) == 0 {
							complain(t, s.Open, "%s: %q must not give %q", ph.Name, s.Text, line(&claims[c]))
							faults++
						}
					}
				}
				if faults == 0 {
					spared++
				}
			}
			t.Logf("%s: %d of %d read right, %d of %d near misses kept off", ph.Name, right, len(ph.Read), spared, len(ph.Miss))
		})
	}
}

// complain fails the test, or, where a sentence is known to be read wrong, says so and why.
func complain(t *testing.T, open, format string, args ...any) {
	t.Helper()
	if open != "" {
		t.Logf("not yet (%s): "+format, append([]any{open}, args...)...)
		return
	}
	t.Errorf(format, args...)
}

func claimsOf(t *testing.T, r *Reader, sentence string) []sitrep.Claim {
	t.Helper()
	x, err := r.Read(Input{Original: []byte(sentence), Published: published})
	if err != nil {
		t.Fatalf("%q: %v", sentence, err)
	}
	return x.Claims
}

// lacking says what the claim that comes nearest to the reading lacks, "" for nothing.
func (want *sought) lacking(claims []sitrep.Claim) string {
	var best []string
	var all []string
	for i := range claims {
		c := &claims[i]
		all = append(all, c.Trigger.Text+": "+line(c))
		if c.Type != want.Type || !held(c.Trigger.Text, want.Trigger) && !held(want.Trigger, c.Trigger.Text) {
			continue
		}
		faults := want.faults(c, true)
		if len(faults) == 0 {
			return ""
		}
		if best == nil || len(faults) < len(best) {
			best = faults
		}
	}
	if best == nil {
		best = []string{"no such claim"}
	}
	return fmt.Sprintf("%s %s: %s\n\t\tgot %s", want.Type, want.Trigger, strings.Join(best, "; "), strings.Join(all, "\n\t\t    "))
}

// faults lists the slots in which a claim differs from the reading. whole says that a filler or figure that the reading does
// not name is a fault too.
func (want *sought) faults(c *sitrep.Claim, whole bool) []string {
	var faults []string
	add := func(slot, got, want string) {
		faults = append(faults, fmt.Sprintf("%s is %q, want %q", slot, got, want))
	}
	if want.Type != "" && c.Type != want.Type {
		add("type", c.Type, want.Type)
	}
	if !held(c.Trigger.Text, want.Trigger) && !held(want.Trigger, c.Trigger.Text) {
		add("trigger", c.Trigger.Text, want.Trigger)
	}
	for _, role := range sitrep.Roles {
		words, named := want.Roles[role]
		if !named {
			continue
		}
		var got [][]string
		for _, f := range c.Roles[role] {
			got = append(got, []string{f.Text, f.Name})
		}
		if !fits(got, words, whole) {
			add(string(role), fmt.Sprint(got), strings.Join(words, ", "))
		}
	}
	for measure, words := range want.Figures {
		var got [][]string
		for _, f := range c.Figures {
			if f.Measure == measure {
				got = append(got, []string{f.Text})
			}
		}
		if !fits(got, words, whole) {
			add(string(measure), fmt.Sprint(got), strings.Join(words, ", "))
		}
	}
	if want.Place != "" && (c.Place == nil || !held(c.Place.Text, want.Place) && !held(c.Place.Name, want.Place)) {
		got := "none"
		if c.Place != nil {
			got = c.Place.Text
		}
		add("place", got, want.Place)
	}
	if want.Time != "" && (c.Time == nil || !held(c.Time.Text, want.Time)) {
		got := "none"
		if c.Time != nil {
			got = c.Time.Text
		}
		add("time", got, want.Time)
	}
	if want.Source != "" && (c.Attribution == nil || !held(c.Attribution.Source, want.Source)) {
		got := "none"
		if c.Attribution != nil {
			got = c.Attribution.Source
		}
		add("source", got, want.Source)
	}
	switch {
	case want.Modality != "" && c.Modality != want.Modality:
		add("modality", string(c.Modality), string(want.Modality))
	case want.Modality == "" && whole && c.Modality != sitrep.Actual:
		add("modality", string(c.Modality), string(sitrep.Actual))
	}
	return faults
}

// fits says that every word is held by one of the fillers, each a text and its other names, and, where whole, that every
// filler holds one of the words.
func fits(fillers [][]string, words []string, whole bool) bool {
	used := 0
	for _, w := range words {
		hit := false
		for _, f := range fillers {
			for _, name := range f {
				hit = hit || held(name, w)
			}
		}
		if !hit {
			return false
		}
	}
	for _, f := range fillers {
		for _, w := range words {
			if held(strings.Join(f, "\n"), strings.TrimPrefix(w, "=")) {
				used++
				break
			}
		}
	}
	return !whole || used == len(fillers)
}

// held says that s holds the word, or one of several with "|" between them, in whatever case; "=" asks for all of s.
func held(s, word string) bool {
	for _, w := range strings.Split(word, "|") {
		if whole, exact := strings.CutPrefix(w, "="); exact {
			if s == whole {
				return true
			}
			continue
		}
		s, w := strings.ToLower(s), strings.ToLower(w)
		for at := 0; at <= len(s); {
			i := strings.Index(s[at:], w)
			if i < 0 {
				break
			}
			i += at
			if w == "" || (i == 0 || !letter(s[i-1])) && (i+len(w) == len(s) || !letter(s[i+len(w)])) {
				return true
			}
			at = i + 1
		}
	}
	return false
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }
