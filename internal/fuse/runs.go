package fuse

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// run is one to four words with capitals.
type run struct {
	sitrep.Span
	how string // where it stands
}

// runs adds towns that stand where no place was read.
func (p *places) runs(all []run) {
	only := map[int]string{}
	for _, u := range all {
		k, fresh, s, ok := p.run(u)
		if !ok {
			continue
		}
		if fresh {
			only[k] = u.how
			if s.End < u.End && strings.HasSuffix(u.how, " is") {
				only[k] = strings.TrimSuffix(u.how, " is") + " begins"
			}
		}
		o := &p.options[k]
		if u.how == "dateline" {
			o.Features["place dateline"] = 1
		} else {
			o.Features["place seat"]++
		}
		p.named(k, s)
	}
	for k, how := range only {
		p.options[k].Features["place only "+how] = 1
	}
	for i := range p.options {
		p.options[i].Features["place seat"] = math.Log1p(p.options[i].Features["place seat"])
	}
}

// run finds the option that a run of words begins with, and makes one where a town of that name is known.
func (p *places) run(u run) (k int, fresh bool, s sitrep.Span, ok bool) {
	text := p.r.x.Report.Text
	ends := wordEnds(text, u.Span)
	for n := len(ends) - 1; n >= 0; n-- {
		s = sitrep.Span{Start: u.Start, End: ends[n]}
		name := text[s.Start:s.End]
		if k, seen := p.at[fold(name)]; seen {
			return k, false, s, true
		}
		if p.noTown(u, name, len(ends)-1-n) {
			continue
		}
		c, found := p.town(name, p.home)
		if !found {
			continue
		}
		if k, seen := p.ids[c.ID]; seen {
			return k, false, s, true
		}
		return p.option(eventOf(&c), c.Population), true, s, true
	}
	if name := text[u.Start:u.End]; u.how == "dateline" && len(ends) < 4 && strings.ToUpper(name) == name {
		place, _ := located(name, "", p.country, "", nil, nil)
		return p.option(place, 0), true, u.Span, true
	}
	return 0, false, s, false
}

// bodyWords stand in names of bodies and offices, and are towns somewhere, too.
var bodyWords = map[string]bool{"Republic": true, "Union": true, "Federal": true, "National": true, "Vice": true, "University": true, "Commonwealth": true,
	"Alliance": true, "Arab": true, "United": true, "Democratic": true, "Royal": true, "Central": true, "King": true, "Prince": true, "Queen": true, "Justice": true,
	"Defense": true, "Independence": true, "Liberty": true, "Liberal": true, "Social": true, "Nine": true, "Male": true, "Roman": true, "Supreme": true,
	"Coalition": true, "Reserve": true, "Police": true}

// noTown says that a name with which a run of words begins is not taken for a town's, however many bear it: left is how many words of the run
// come after it.
func (p *places) noTown(u run, name string, left int) bool {
	text := p.r.x.Report.Text
	actor := strings.HasPrefix(u.how, string(sitrep.ActorMention))
	switch {
	case strings.HasPrefix(u.how, string(sitrep.PersonMention)):
		return left > 0 // "Vladimir" of "Vladimir Putin"
	case actor && left == 0 && !strings.Contains(name, " ") && opensSentence(text, u.Start):
		return true // the capital says nothing there: "Police arrested" is not the town of Police
	case bodyWords[name]:
		return true // "Republic" of "Republic of China"
	case len(name) <= 5 && u.how != "dateline" && strings.ToUpper(name) == name:
		return strings.ToUpper(text) != text // "UN", "NATO"
	}
	return false
}

// opensSentence says that a sentence begins at a byte of a text.
func opensSentence(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t\"“'‘(")
	return before == "" || strings.ContainsRune(".!?:;\n", rune(before[len(before)-1])) || len(before) < at && strings.Contains(text[len(before):at], "\n")
}

// wordEnds gives where the first words of a span end, four at most.
func wordEnds(text string, s sitrep.Span) []int {
	var out []int
	for i := s.Start; i < s.End && len(out) < 4; {
		for i < s.End && text[i] == ' ' {
			i++
		}
		j := i
		for j < s.End && text[j] != ' ' {
			j++
		}
		if j == i {
			break
		}
		out = append(out, i+len(strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(text[i:j], "'s"), "’s"), "',’;:")))
		i = j
	}
	return out
}

// within gives the runs of words with capitals in a mention, each from every of its words at which a name may begin: the first of the run, and those
// after "of" and "in".
func (p *places) within(m *sitrep.Mention) []run {
	text := p.r.x.Report.Text
	var out []run
	start := -1
	first := true
	how := string(m.Type)
	for i := m.Start; i <= m.End; {
		j := i
		for j < m.End && text[j] != ' ' && text[j] != '\n' {
			j++
		}
		w := text[i:j]
		capital := w != "" && w[0] >= 'A' && w[0] <= 'Z' && w != "The" && w != "A" && w != "An"
		if capital && start < 0 {
			start = i
		}
		if start >= 0 && (!capital || j >= m.End || strings.HasSuffix(w, ",")) {
			end := j
			if !capital {
				end = i - 1
			}
			where := how + " inside"
			if first {
				where = how + " begins"
				if end >= m.End {
					where = how + " is"
				}
			} else if before := strings.TrimRight(text[m.Start:start], " "); strings.HasSuffix(before, " of") || strings.HasSuffix(before, " in") || strings.HasSuffix(before, " from") {
				where = how + " of"
			}
			out = append(out, run{sitrep.Span{Start: start, End: end}, where})
			start = -1
		}
		if w != "" && w != "The" && w != "the" && w != "A" && w != "a" && w != "An" && w != "an" {
			first = false
		}
		i = j + 1
	}
	return out
}

// datelineBytes is how far datelines are looked for.
const datelineBytes = 1500

// datelines gives the names of places that lines begin with: "MOSUL, Iraq (AP) - ", "Mosul, Iraq — ".
func datelines(text string) []sitrep.Span {
	var out []sitrep.Span
	at := 0
	for line := range strings.Lines(text[:min(len(text), datelineBytes)]) {
		start := at
		at += len(line)
		if start == 0 {
			continue // the title
		}
		end := len(line)
		for _, sep := range []string{" - ", " – ", " — ", "--", "- "} {
			if i := strings.Index(line, sep); i > 0 {
				end = min(end, i)
			}
		}
		if end == len(line) || end > 60 {
			continue
		}
		head := line[:end]
		if i := strings.IndexByte(head, '('); i > 0 {
			head = head[:i]
		} else if i == 0 {
			head = strings.Trim(head, "()")
			start++
		}
		name, _, comma := strings.Cut(head, ",")
		name = strings.TrimRight(name, " ")
		if !comma && strings.ToUpper(name) != name {
			continue
		}
		words := strings.Fields(name)
		if len(words) == 0 || len(words) > 4 {
			continue
		}
		proper := true
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			proper = proper && unicode.IsUpper(r)
		}
		if proper {
			out = append(out, sitrep.Span{Start: start, End: start + len(name)})
		}
	}
	return out
}

// firstName is the first run of words with capitals in a span.
func firstName(text string, s sitrep.Span) (sitrep.Span, bool) {
	start := s.Start
	for start < s.End && (text[start] < 'A' || text[start] > 'Z') {
		start++
	}
	end := start
	for end < s.End && text[end] != ',' && text[end] != '(' && text[end] != '-' && text[end] < utf8.RuneSelf {
		end++
	}
	name := strings.TrimRight(text[start:end], " ")
	return sitrep.Span{Start: start, End: start + len(name)}, name != ""
}
