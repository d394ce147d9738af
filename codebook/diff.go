package codebook

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
)

// Change is one difference between two codebooks.
type Change struct {
	What string `json:"what"`           // added, removed or changed
	Kind string `json:"kind"`           // type, rule, field, sentence, word or row
	Type string `json:"type,omitempty"` // id, for a type and what stands in it
	Rule string `json:"rule,omitempty"` // id, for a rule and what stands in it
	// Name is the field ("with patient", "crosswalk.acled"), the sentence, the word or the key of the row; In the list, table or
	// file that holds a word or row ("lists/facilities.txt").
	Name string `json:"name,omitempty"`
	In   string `json:"in,omitempty"`
	// From and To are the values of a changed field as JSON would have them; Added and Removed the members of a changed list.
	From    string   `json:"from,omitempty"`
	To      string   `json:"to,omitempty"`
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`
}

// The values of Change.What.
const (
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
)

// ReadAlone reads a codebook that stands alone, see Whole, for comparing it. That of another release may ask for classes or relations that
// this one does not have; only a file that cannot be read is an error.
func ReadAlone(name string, fsys fs.FS) (*Codebook, error) {
	book, faults := load([]Layer{{Name: name, FS: fsys}})
	for i := 0; book != nil && len(faults) > 0; i++ {
		if i == len(book.Types) {
			return book, nil
		}
		if book.Types[i].File == "" {
			break
		}
	}
	return first(book, faults)
}

// Diff lists what must be changed in a to make b: types by their ids, in each its fields and then its rules; then modality and
// attribution, lists, and actors. Order within a file says nothing, but for roles' and figures' relations, which are tried in order.
func Diff(a, b *Codebook) ([]Change, error) {
	var out []Change
	before, after := map[string]*Type{}, map[string]*Type{}
	for i := range a.Types {
		before[a.Types[i].ID] = &a.Types[i]
	}
	for i := range b.Types {
		after[b.Types[i].ID] = &b.Types[i]
	}
	for _, id := range keysOfBoth(before, after) {
		x, y := before[id], after[id]
		switch {
		case x == nil:
			out = append(out, Change{What: Added, Kind: "type", Type: id, To: y.Label})
		case y == nil:
			out = append(out, Change{What: Removed, Kind: "type", Type: id, From: x.Label})
		default:
			out = append(out, diffTypes(x, y)...)
		}
	}
	out = append(out, diffFields(Change{Kind: "field", In: "modality.yaml"}, reflect.ValueOf(a.Modality), reflect.ValueOf(b.Modality), "")...)
	out = append(out, diffFields(Change{Kind: "field", In: "attribution.yaml"}, reflect.ValueOf(a.Attribution), reflect.ValueOf(b.Attribution), "")...)
	rest, err := diffLines(a, b)
	return append(out, rest...), err
}

func diffTypes(x, y *Type) []Change {
	out := diffFields(Change{Kind: "field", Type: x.ID}, reflect.ValueOf(*x), reflect.ValueOf(*y), "")
	before, after := map[string]*Rule{}, map[string]*Rule{}
	for i := range x.Rules {
		before[x.Rules[i].ID] = &x.Rules[i]
	}
	for i := range y.Rules {
		after[y.Rules[i].ID] = &y.Rules[i]
	}
	for _, id := range keysOfBoth(before, after) {
		r, s := before[id], after[id]
		switch {
		case r == nil:
			out = append(out, Change{What: Added, Kind: "rule", Type: x.ID, Rule: id})
			continue
		case s == nil:
			out = append(out, Change{What: Removed, Kind: "rule", Type: x.ID, Rule: id})
			continue
		}
		out = append(out, diffFields(Change{Kind: "field", Type: x.ID, Rule: id}, reflect.ValueOf(*r), reflect.ValueOf(*s), "")...)
		one, other := sentences(r), sentences(s)
		for _, text := range keysOfBoth(one, other) {
			c := Change{Kind: "sentence", Type: x.ID, Rule: id, Name: text, From: one[text], To: other[text]}
			switch {
			case c.From == c.To:
				continue
			case c.From == "":
				c.What = Added
			case c.To == "":
				c.What = Removed
			default:
				c.What = Changed
			}
			out = append(out, c)
		}
	}
	return out
}

// sentences gives a rule's sentences with what is said of each.
func sentences(r *Rule) map[string]string {
	out := map[string]string{}
	for _, miss := range r.Miss {
		out[miss] = "miss"
	}
	for _, e := range r.Match {
		text := e.Text
		e.Text = ""
		out[text] = "match " + strings.Replace(inJSON(e), `"text":"",`, "", 1)
	}
	return out
}

func inJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v) // what stands in a codebook can be written
	}
	return string(b)
}

// diffFields lists the fields in which two structs differ, by their names in YAML. Rules and sentences are left to others.
func diffFields(c Change, x, y reflect.Value, prefix string) []Change {
	var out []Change
	for i := range x.NumField() {
		name := x.Type().Field(i).Tag.Get("yaml")
		v, w := x.Field(i), y.Field(i)
		switch name {
		case "-", "rules", "match", "miss", "id":
			continue
		}
		name = prefix + name
		switch v.Kind() {
		case reflect.Struct:
			out = append(out, diffFields(c, v, w, name+".")...)
		case reflect.Map:
			ordered := strings.HasSuffix(name, "roles") || strings.HasSuffix(name, "figures")
			one, other := membersOf(v), membersOf(w)
			for _, key := range keysOfBoth(one, other) {
				_, had := one[key]
				_, has := other[key]
				c := c
				c.Name = name + " " + key
				out = append(out, diffLists(c, one[key], other[key], ordered || had != has)...)
			}
		case reflect.Slice:
			c := c
			c.Name = name
			out = append(out, diffLists(c, v.Interface().([]string), w.Interface().([]string), false)...)
		default:
			if v.Interface() != w.Interface() {
				c := c
				c.What, c.Name, c.From, c.To = Changed, name, fmt.Sprint(v.Interface()), fmt.Sprint(w.Interface())
				out = append(out, c)
			}
		}
	}
	return out
}

// diffLists is the change of a list, none where they are alike. whole shows it as it was and is, and not by its members.
func diffLists(c Change, x, y []string, whole bool) []Change {
	c.What = Changed
	if whole {
		if slices.Equal(x, y) && (x == nil) == (y == nil) {
			return nil
		}
		if x != nil {
			c.From = "[" + strings.Join(x, ", ") + "]"
		}
		if y != nil {
			c.To = "[" + strings.Join(y, ", ") + "]"
		}
		return []Change{c}
	}
	for _, s := range y {
		if !slices.Contains(x, s) {
			c.Added = append(c.Added, s)
		}
	}
	for _, s := range x {
		if !slices.Contains(y, s) {
			c.Removed = append(c.Removed, s)
		}
	}
	if len(c.Added)+len(c.Removed) == 0 {
		return nil
	}
	return []Change{c}
}

// membersOf gives a map of lists by plain keys. A list that is given and empty is not nil.
func membersOf(v reflect.Value) map[string][]string {
	out := map[string][]string{}
	for _, key := range v.MapKeys() {
		list := v.MapIndex(key).Interface().([]string)
		if list == nil {
			list = []string{}
		}
		out[key.String()] = list
	}
	return out
}

func keysOfBoth[V any](a, b map[string]V) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// diffLines compares word lists and actors, as they are after all layers.
func diffLines(a, b *Codebook) ([]Change, error) {
	before, err := a.lines()
	if err != nil {
		return nil, err
	}
	after, err := b.lines()
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, file := range keysOfBoth(before, after) {
		for _, key := range keysOfBoth(before[file], after[file]) {
			from, had := before[file][key]
			to, has := after[file][key]
			c := Change{Kind: "word", In: file, Name: key, From: from, To: to}
			if strings.HasPrefix(file, "actors/") {
				c.Kind = "row"
			}
			switch {
			case had && has && from == to:
				continue
			case !had:
				c.What = Added
			case !has:
				c.What = Removed
			default:
				c.What = Changed
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// lines gives the words of lists and the rows of actors by file and key. The key of a row is its first column, and of offices its first
// five.
func (b *Codebook) lines() (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for i, l := range b.Layers {
		for _, pattern := range []string{"lists/*.txt", "actors/*.tsv"} {
			names, err := fs.Glob(l.FS, pattern)
			if err != nil {
				return nil, err
			}
			for _, name := range names {
				text, err := l.Read(name)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", l.Path(name), err)
				}
				if out[name] == nil {
					out[name] = map[string]string{}
				}
				for line := range strings.Lines(string(text)) {
					line = strings.TrimRight(line, "\n")
					if strings.TrimSpace(line) == "" || line[0] == '#' {
						continue
					}
					if path.Dir(name) == "lists" {
						line = strings.TrimSpace(line)
						if word, is := strings.CutPrefix(line, "-"); is && i > 0 {
							delete(out[name], strings.TrimSpace(word))
						} else {
							out[name][line] = ""
						}
						continue
					}
					columns := strings.Split(line, "\t")
					size := 1
					if name == "actors/offices.tsv" {
						size = 5
					}
					key := strings.TrimPrefix(strings.Join(columns[:min(size, len(columns))], ", "), "~")
					out[name][key] = strings.Join(columns[min(size, len(columns)):], "\t")
				}
			}
		}
	}
	return out, nil
}
