package parse

import (
	"slices"
	"strings"
	"testing"

	"sitrep/internal/text"
)

// reading is how a text is read: its words with their tags, "IS/PROPN", and arcs as "dependent<relation<head".
func reading(t *testing.T, p *Parser, s string) (tags, arcs []string) {
	t.Helper()
	d, err := text.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Parse(d)
	for i := range doc.Tokens {
		tags = append(tags, doc.Word(i)+"/"+doc.Tags[i].String())
		head := "0"
		if h := doc.Arcs[i].Head; h >= 0 {
			head = doc.Word(h)
		}
		rel, _, _ := strings.Cut(doc.Arcs[i].Rel, ":")
		arcs = append(arcs, doc.Word(i)+"<"+rel+"<"+head)
	}
	return tags, arcs
}

// TestAcronymsAreToldFromWords reads acronyms that are words in small letters: by their case where case tells something, else by
// what stands around them.
func TestAcronymsAreToldFromWords(t *testing.T) {
	p := newTestParser(t)
	const below = "\n\nTroops entered the town of Karsa on Monday and left it on Tuesday."
	for _, c := range []struct{ text, tags string }{
		{"IS fighters shelled a village near Karsa on Monday.", "IS/PROPN"},
		{"US warplanes hit a depot that IS held.", "US/PROPN IS/PROPN held/VERB"},
		{"The CTS is in the town, and IS is not.", "CTS/PROPN is/AUX IS/PROPN is/AUX"},
		{"A WHO team reached the clinic, WHO said.", "WHO/PROPN WHO/PROPN said/VERB"},
		{"He told us that it is over and who left.", "us/PRON is/AUX who/PRON"},
		{"IS Fighters Leave Village, Says US" + below, "IS/PROPN US/PROPN"},
		{"Who Is Behind the Attack That Is Blamed on IS" + below, "Who/PRON Is/AUX IS/PROPN"},
		{"It Is Over, Says US Envoy Who Met IS" + below, "Is/AUX US/PROPN Who/PRON IS/PROPN"},
		{"IS FIGHTERS SHELLED A VILLAGE NEAR KARSA, AND THE ARMY IS NOT IN THE TOWN.", "IS/PROPN FIGHTERS/NOUN IS/AUX"},
		{"US WARPLANES HIT A DEPOT THAT IS HELD BY REBELS. IT TOLD US THAT THE TOWN IS QUIET.", "US/PROPN IS/AUX US/PRON IS/AUX"},
		{"THE WHO SAID THAT THE CTS, WHO LED THE ATTACK, IS IN KARSA. THE MAN WHO FLED IS DEAD.", "WHO/PROPN CTS/PROPN WHO/PRON IS/AUX WHO/PRON IS/AUX"},
		{"THE UN AND US ENVOYS MET IN KARSA. \"COME TO US,\" HE SAID.", "UN/PROPN US/PROPN US/PRON"},
	} {
		tags, _ := reading(t, p, c.text)
		i := 0
		for _, want := range strings.Fields(c.tags) {
			at := slices.Index(tags[i:], want)
			if at < 0 {
				t.Errorf("%q: no %s in %v", c.text, want, tags[i:])
				break
			}
			i += at + 1
		}
	}
}

// TestMarksInsideNamesDoNotBreakTrees reads quotation marks, brackets and stray spaces inside of phrases.
func TestMarksInsideNamesDoNotBreakTrees(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ text, arcs string }{
		{"Nine prisoners were executed by (IS) gangs in Karsa.", "IS<compound<gangs gangs<obl<executed (<punct<IS"},
		{"Reporters saw the large \"mass grave\" near Karsa.", "large<amod<grave grave<obj<saw Karsa<obl<saw"},
		{"The so-called “Islamic State” group attacked the town.", "group<nsubj<attacked State<compound<group town<obj<attacked"},
		{"US -led coalition planes struck a depot.", "planes<nsubj<struck depot<obj<struck"},
		{"The Saudi -led coalition bombed Karsa.", "coalition<nsubj<bombed Karsa<obj<bombed"},
		{"Mosul- Iraqi forces entered the city on Monday.", "forces<nsubj<entered entered<root<0"},
		{"Almost 90,000 people fled the town.", "90,000<nummod<people people<nsubj<fled"},
		{"More than two dozen rebels were killed.", "dozen<nummod<rebels rebels<nsubj<killed"},
	} {
		_, arcs := reading(t, p, c.text)
		for _, want := range strings.Fields(c.arcs) {
			if !slices.Contains(arcs, want) {
				t.Errorf("%q: no %s in %v", c.text, want, arcs)
			}
		}
	}
}
