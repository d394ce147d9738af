package origin

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"sitrep"
)

func TestPassagesAreWhereTheTextsAreTheSame(t *testing.T) {
	wire := "Rebels overran an army post near Tessalit before dawn on Monday and seized four pickups, an officer said. " +
		"The post guards the only road to the wells. Traders said that the market stayed shut and that families were leaving for Algeria."
	for _, c := range []struct {
		name, a, b string
		want       []string // what is shared, as it stands in a and in b
	}{
		{"nothing", wire, "The football federation put off all matches of the cup until spring because of the rain.", nil},
		{"the whole", wire, wire, []string{strings.TrimSuffix(wire, "."), strings.TrimSuffix(wire, ".")}},
		{"a sentence quoted", wire,
			"In its first edition the paper wrote: The post guards the only road to the wells. Nobody else has said so.",
			[]string{"The post guards the only road to the wells", "The post guards the only road to the wells"}},
		{"words put in place of others", wire,
			"REBELS overran an army base near Tessalit before dawn Monday and seized four pickups, one officer told us.",
			[]string{"Rebels overran an army post near Tessalit before dawn on Monday and seized four pickups", "REBELS overran an army base near Tessalit before dawn Monday and seized four pickups"}},
		{"names alone", "Rebels hold Tessalit and Kidal.", "Kidal and Tessalit were calm.", nil},
		{"empty", "", wire, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range Passages(c.a, c.b) {
				got = append(got, p.A.Of(c.a), p.B.Of(c.b))
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestACopyRetellsClaims(t *testing.T) {
	wire := "Militants attacked a police station in Kirkuk on Monday. Officials said six policemen were killed. Troops shelled the village of Badush."
	a := extracted(t, wire, "A")
	b := extracted(t, "From our agencies\n\nMilitants attacked a police station in the city of Kirkuk on Monday. Officials said six policemen were killed. "+
		"Militants attacked the village of Taza a day later.", "B")
	pairs := Retold(a, b)
	if len(pairs) == 0 {
		t.Fatal("no claim is retold")
	}
	seen := map[string]bool{}
	for _, p := range pairs {
		x, y := a.Claims[p[0]], b.Claims[p[1]]
		if x.Type != y.Type || x.Trigger.Text != y.Trigger.Text {
			t.Errorf("%s %q is not %s %q", x.Type, x.Trigger.Text, y.Type, y.Trigger.Text)
		}
		if strings.Contains(y.Evidence.Of(b.Report.Text), "Taza") {
			t.Errorf("%q is not in the first report", y.Evidence.Of(b.Report.Text))
		}
		seen[x.Trigger.Text] = true
	}
	if !seen["attacked"] || seen["shelled"] {
		t.Errorf("got %v, want attacked and not shelled", seen)
	}
}

func FuzzTexts(f *testing.F) {
	f.Add("By Anna Weber, Reuters\n\nGOMA (AFP) - Rebels left. (Reporting by A; Editing by B)", "Source: AP\n© 2020 AFP", "AP")
	f.Add("1,2.3,\xff’s ’", "\x00\n\n\n", "")
	f.Add("(((((/////[[[", "by by by", ",")
	o := outlets(f)
	f.Fuzz(func(t *testing.T, a, b, author string) {
		for _, s := range []string{a, b} {
			sig := Sign(s, nil)
			stored, err := sig.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			var back Signature
			if err := back.UnmarshalBinary(stored); err != nil {
				t.Fatal(err)
			}
			if m := Compare(&sig, &back); sig.Text != back.Text || m.Verdict != Copy {
				t.Fatalf("a signature differs from itself as stored: %+v", m)
			}
			if k := sig.Keys(); len(k) == 0 || len(k) > maxKeys {
				t.Fatalf("%d keys", len(k))
			}
			c := o.Credit(&sitrep.Report{Text: s, Author: sitrep.Known(author)}, nil)
			if c.Start < 0 || c.End < c.Start || c.End > len(s) {
				t.Fatalf("credit at %v of %d bytes", c.Span, len(s))
			}
			_ = back.UnmarshalBinary([]byte(s))
		}
		sa, sb := Sign(a, nil), Sign(b, nil)
		m, w := Compare(&sa, &sb), Compare(&sb, &sa)
		if m.Verdict != w.Verdict || m.Score != w.Score || m.ShareA != w.ShareB || m.ShareB != w.ShareA {
			t.Fatalf("%+v one way, %+v the other", m, w)
		}
		for _, p := range Passages(a, b) {
			if p.A.Len() <= 0 || p.B.Len() <= 0 || p.A.End > len(a) || p.B.End > len(b) {
				t.Fatalf("passage %+v", p)
			}
			if utf8.ValidString(a) && !utf8.ValidString(p.A.Of(a)) {
				t.Fatalf("passage %+v cuts a rune", p)
			}
		}
	})
}
