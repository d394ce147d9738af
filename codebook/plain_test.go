package codebook

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestFastReaderReadsAsTheFullOne holds that the built-in files are read alike by both, so that the fast one may stand for the other.
func TestFastReaderReadsAsTheFullOne(t *testing.T) {
	names, err := fs.Glob(files, "types/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		var fast, full Type
		if err := readPlain(b, &fast, false); err != nil {
			t.Errorf("%s: not read fast (%v), which costs every start of the program; keep to plain YAML", name, err)
			continue
		}
		if err := yaml.UnmarshalWithOptions(b, &full, yaml.Strict()); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(fast, full) {
			for i := range full.Rules {
				if i < len(fast.Rules) && !reflect.DeepEqual(fast.Rules[i], full.Rules[i]) {
					t.Errorf("%s: rule %s:\n%+v\n%+v", name, full.Rules[i].ID, fast.Rules[i], full.Rules[i])
					break
				}
			}
			fast.Rules, full.Rules = nil, nil
			t.Errorf("%s is read as\n%+v\nand not as\n%+v", name, fast, full)
		}
	}
}

// TestBriefReadingLeavesSentencesOut holds that it leaves out nothing else.
func TestBriefReadingLeavesSentencesOut(t *testing.T) {
	whole, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	brief, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	sentences := 0
	for i := range whole.Types {
		for j := range whole.Types[i].Rules {
			r, b := &whole.Types[i].Rules[j], &brief.Types[i].Rules[j]
			sentences += len(b.Match) + len(b.Miss)
			r.Match, r.Miss, b.Match, b.Miss = nil, nil, nil, nil
		}
	}
	if sentences > 0 {
		t.Errorf("%d sentences were read", sentences)
	}
	if !reflect.DeepEqual(whole.Types, brief.Types) || !reflect.DeepEqual(whole.Modality, brief.Modality) || whole.Version != brief.Version {
		t.Error("something else than sentences is left out")
	}
	for _, name := range []string{"modality.yaml", "attribution.yaml"} {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "modality.yaml" {
			err = readPlain(b, new(Modality), false)
		} else {
			err = readPlain(b, new(Attribution), false)
		}
		if err != nil {
			t.Errorf("%s: not read fast (%v)", name, err)
		}
	}
}

func TestFastReaderLeavesTheRestToTheFullOne(t *testing.T) {
	for _, s := range []string{"id: |\n  x\n", "id: 'x'\n", "id: &a x\n", "unknown: x\n", "id: x\nid: y: z\n", "id: \"a\\tb\"\n", "roles: {actor: [agent]\n", "id:\n",
		"rank: x\n", "rules: x\n", "id: x # y\n", "- x\n", "", "id: x\n  id: y\n"} {
		var a Type
		if err := readPlain([]byte(s), &a, false); err == nil {
			var b Type
			if err := yaml.UnmarshalWithOptions([]byte(s), &b, yaml.Strict()); err != nil || !reflect.DeepEqual(a, b) {
				t.Errorf("%q was read as %+v", s, a)
			}
		}
	}
}

// FuzzFastReader holds that what the fast reader reads, the full one reads alike.
func FuzzFastReader(f *testing.F) {
	f.Add("id: x\nlabel: a b\n  c\nrank: 3\nroles: {actor: [agent, \"on\"]}\nrules:\n  - id: y\n    verb: [a,\n      b]\n")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "\t\r") {
			return
		}
		var a, b Type
		if readPlain([]byte(s), &a, false) != nil {
			return
		}
		if err := yaml.UnmarshalWithOptions([]byte(s), &b, yaml.Strict()); err == nil && !reflect.DeepEqual(a, b) {
			t.Errorf("%q is read as %+v and not as %+v", s, a, b)
		}
	})
}
