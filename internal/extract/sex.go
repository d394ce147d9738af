package extract

import (
	_ "embed"
	"strings"
	"sync"

	"sitrep"
	"sitrep/internal/parse"
)

// "He" is no woman and "she" no man, where the report tells which a person is: by a title ("Mrs"), by what the person is to others ("his
// wife"), by a given name that hardly anybody of the other sex has, or by a pronoun that was resolved before.

type sex byte

const (
	unknownSex sex = iota
	woman
	man
)

//go:embed given.txt
var givenTXT string

// givenNames tell the sex of those who bear them.
var givenNames = sync.OnceValue(func() map[string]sex {
	out := map[string]sex{}
	which := unknownSex
	for line := range strings.Lines(givenTXT) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
		case line == "women:":
			which = woman
		case line == "men:":
			which = man
		default:
			for _, w := range strings.Fields(line) {
				out[w] = which
			}
		}
	}
	return out
})

var womanly = wordSet("mrs", "mrs.", "ms", "ms.", "miss", "madam", "lady", "dame", "queen", "princess", "wife", "widow", "mother", "daughter", "sister", "grandmother", "aunt", "niece",
	"spokeswoman", "congresswoman", "chairwoman", "policewoman", "businesswoman", "actress", "woman", "girl", "stewardess", "nun")

var manly = wordSet("mr", "mr.", "sir", "lord", "king", "prince", "husband", "widower", "father", "son", "brother", "grandfather", "uncle", "nephew", "spokesman", "congressman",
	"policeman", "businessman", "man", "boy", "sheikh", "mullah", "imam", "ayatollah", "monk", "archbishop", "pope")

// learnSex notes what the words of a phrase that names person id tell of the sex.
func (mem *memory) learnSex(id int, d *parse.Doc, first, last int) {
	if mem.entities[id].Type != sitrep.PersonMention || mem.sex[id] != unknownSex {
		return
	}
	for k := first; k < last; k++ {
		switch w := d.Tokens[k].Norm; {
		case womanly[w]:
			mem.sex[id] = woman
			return
		case manly[w]:
			mem.sex[id] = man
			return
		}
	}
	name := strings.Fields(strings.ToLower(mem.entities[id].Name))
	if len(name) > 1 && givenNames()[name[0]] != unknownSex {
		mem.sex[id] = givenNames()[name[0]]
	}
}

func sexOf(pronoun string) sex {
	switch pronoun {
	case "she", "her":
		return woman
	}
	return man
}

// unlike says that person id is known not to be called by a pronoun.
func (mem *memory) unlike(id int, pronoun string) bool {
	s := mem.sex[id]
	return s != unknownSex && s != sexOf(pronoun)
}

// called notes that person id was called by a pronoun.
func (mem *memory) called(id int, pronoun string) {
	if mem.sex[id] == unknownSex {
		mem.sex[id] = sexOf(pronoun)
	}
}

// nearest is the person last spoken of who can be called by a pronoun, -1 for none.
func (mem *memory) nearest(pronoun string) int {
	best := -1
	for i := range mem.entities {
		if mem.entities[i].Type == sitrep.PersonMention && !mem.unlike(i, pronoun) && mem.last[i] > 0 && (best < 0 || mem.last[i] > mem.last[best]) {
			best = i
		}
	}
	return best
}
