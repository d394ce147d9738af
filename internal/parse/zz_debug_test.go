package parse

import (
	"fmt"
	"os"
	"sitrep/internal/text"
	"strings"
	"testing"
)

func TestZZ(t *testing.T) {
	b, _ := os.ReadFile("/tmp/dt-sent.txt")
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		td, _ := text.Read([]byte(l + "\n"))
		d := p.Parse(td)
		for s := range d.Sents {
			g := Analyse(d, s)
			fmt.Println("##", frames(g))
			for i := g.First; i < g.Last; i++ {
				fmt.Print(d.Word(i), "/", g.Tag(i), " ")
			}
			fmt.Println()
			for i, ph := range g.Phrases {
				fmt.Printf("   p%d [%s] prep=%q gov=%d conj=%d appos=%d owner=%d time=%v\n", i, d.Words(ph.First, ph.Last), g.Preposition(i), ph.Gov, ph.Conj, ph.Appos, ph.Owner, ph.Time)
			}
			for i, u := range g.Verbs {
				fmt.Printf("   v%d %s form=%d passive=%v(%v) up=%d link=%d upphrase=%d subj=%v obj=%v inh=%v red=%v clause=[%s]\n", i, d.Word(u.Head), u.Form, u.Passive, g.PassiveLike(i), u.Up, u.Link, u.UpPhrase, u.Subjects, u.Objects, u.Inherited, u.Reduced, d.Words(u.Begin, u.End))
			}
		}
	}
}
