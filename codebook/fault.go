package codebook

import (
	"errors"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Fault is one thing that is wrong with a codebook.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`  // 1-based; 0 where only the entry is known
	Entry   string `json:"entry,omitempty"` // "rule occupy"; "" for the file as a whole
	Message string `json:"message"`         // what is wrong and how it is mended
	// Advice says that the codebook works as it is and should still be better.
	Advice bool `json:"advice"`
}

// Error is the fault in one line.
func (f Fault) Error() string {
	s := f.File
	if f.Line > 0 {
		s += ":" + strconv.Itoa(f.Line)
	}
	if f.Entry != "" {
		s += ": " + f.Entry
	}
	return s + ": " + f.Message
}

// read decodes one YAML file strictly, by the fast reader where it can, else by the full one: a field that is not known is a
// fault, which catches misspelt ones. Of a brief reading the fast reader leaves sentences out.
func read(l Layer, name string, into any, brief bool) []Fault {
	b, err := l.Read(name)
	if err != nil {
		return []Fault{{File: l.Path(name), Message: err.Error()}}
	}
	if readPlain(b, into, brief) == nil {
		return nil
	}
	reflect.ValueOf(into).Elem().SetZero()
	if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
		return []Fault{yamlFault(l.Path(name), b, err, into)}
	}
	return nil
}

var unknownField = regexp.MustCompile(`unknown field "([^"]*)"`)

// yamlFault tells a fault of YAML in one line, with its mend.
func yamlFault(file string, b []byte, err error, into any) Fault {
	f := Fault{File: file, Message: err.Error()}
	var known yaml.Error
	if errors.As(err, &known) {
		f.Message = known.GetMessage()
		if t := known.GetToken(); t != nil && t.Position != nil {
			f.Line = t.Position.Line
		}
	}
	f.Message = strings.Join(strings.Fields(f.Message), " ")
	var mismatch *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	if field := unknownField.FindStringSubmatch(f.Message); field != nil {
		f.Message = "no field " + quote(field[1]) + suggest(field[1], fields(reflect.TypeOf(into).Elem()))
	} else if errors.As(err, &mismatch) {
		f.Message = "is " + plainKind(mismatch.SrcType) + " where " + plainKind(mismatch.DstType) + " belongs" + mendKind(mismatch.DstType)
	} else if errors.As(err, &node) {
		f.Message = "is " + nodeKind(node.Actual) + " where " + nodeKind(node.Expected) + " belongs"
		switch node.Expected {
		case ast.SequenceType:
			f.Message += ", as in [one, two]"
		case ast.MappingType:
			f.Message += ", as in {actor: [agent]}"
		}
	} else if lines := strings.Split(string(b), "\n"); f.Line > 0 && f.Line <= len(lines) && strings.HasPrefix(strings.TrimLeft(lines[f.Line-1], " "), "\t") {
		f.Message = "is indented with a tab; use spaces"
	} else {
		f.Message += `; words with a colon, a comma, @ or # in them stand in double quotes`
	}
	return f
}

func nodeKind(t ast.NodeType) string {
	switch t {
	case ast.SequenceType:
		return "a list"
	case ast.MappingType, ast.MappingValueType:
		return "a map"
	}
	return "a word or sentence"
}

func plainKind(t reflect.Type) string {
	if t == nil {
		return "something else"
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "a map"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return "a number"
	}
	return "a word or sentence"
}

func mendKind(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return ", as in [one, two]"
	case reflect.Map, reflect.Struct:
		return ", as in {actor: [agent]}"
	}
	return ""
}

// fields names the fields that a struct and what stands in it may have in YAML.
func fields(t reflect.Type) []string {
	var out []string
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return fields(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
				out = append(out, name)
			}
			out = append(out, fields(t.Field(i).Type)...)
		}
	}
	return out
}

// Nearest gives the mend for an id that is no type's: "; did you mean "attack"?", or "" where none is alike.
func (b *Codebook) Nearest(id string) string {
	var ids []string
	for i := range b.Types {
		ids = append(ids, b.Types[i].ID)
	}
	if s := suggest(id, ids); strings.HasPrefix(s, "; did") {
		return s
	}
	return ""
}

func quote(s string) string { return strconv.Quote(s) }

// suggest gives a mend for a word that is not among those that are known: the one that is spelt most alike, or all of them.
func suggest(word string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(word, k); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return "; did you mean " + quote(best) + "?"
	}
	seen := map[string]bool{}
	var all []string
	for _, k := range known {
		if !seen[k] {
			seen[k] = true
			all = append(all, k)
		}
	}
	return "; there are " + strings.Join(all, ", ")
}

// distance is how many letters must be put in, taken out or changed to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// bare takes the file's name off an error, because the line that tells it has named it already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
