package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Operation is an operation as a page tells of it, taken out of the OpenAPI document.
type Operation struct {
	ID, Method, Path    string // Path with its parameters in braces
	Tag, Summary, About string
	Needs               string // what the caller must be allowed to do: read, code, edit or administer
	Parameters          []Parameter
	Formats             []string // names of forms of the answer, the first where none is asked for
	Answer              string   // name of the object of an answer as JSON, "" where that is none
	Bodies              []Body
	Sample              Body // one to begin with
	Errors              []Failure
}

// Parameter is a parameter of an operation.
type Parameter struct {
	Name, About       string
	InPath, InHeader  bool
	Required, Several bool // Several: it may be given more than once
	Kind              string
	Choices           []string
	Usual, Example    string // Usual is what holds where none is given
	Least, Most       string // of a number
	Longest           int    // characters of a text, 0 for no bound
}

// Body is a form of what is posted.
type Body struct{ Media, Object, Example string }

// Failure is an answer that tells what went wrong.
type Failure struct {
	Status int
	Words  string
}

// Object is an object of answers and bodies.
type Object struct {
	Name, About string
	Fields      []Field
}

// Field is a field of an object. Kind says of what it is in words, Ref the name of the object that it holds, "" for none.
type Field struct {
	Name, Kind, Ref, About string
	Always                 bool
}

// Tag is a group of operations.
type Tag struct{ Name, About string }

// Tags are the groups of operations in their order.
func (a *API) Tags() []Tag {
	out := make([]Tag, len(tags))
	for i, t := range tags {
		out[i] = Tag{t.Name, t.Description}
	}
	return out
}

// Operations are all operations, in the order of their paths within a tag.
func (a *API) Operations() []Operation {
	doc := a.huma.OpenAPI()
	var out []Operation
	for _, s := range a.specs {
		item := doc.Paths[Base+s.path]
		op := item.Get
		if s.method == http.MethodPost {
			op = item.Post
		}
		o := Operation{ID: s.id, Method: s.method, Path: Base + s.path, Tag: s.tag, Summary: s.summary, About: s.about, Needs: s.act.String()}
		for _, f := range s.formats {
			o.Formats = append(o.Formats, f.name)
		}
		for _, p := range op.Parameters {
			o.Parameters = append(o.Parameters, parameterOf(p, o.Formats))
		}
		slices.SortStableFunc(o.Parameters, func(x, y Parameter) int { return rank(&x) - rank(&y) })
		for _, media := range op.Responses[strconv.Itoa(s.status)].Content {
			if media.Schema != nil && media.Schema.Ref != "" {
				o.Answer = strings.TrimPrefix(media.Schema.Ref, refs)
			}
		}
		if op.RequestBody != nil {
			for _, media := range slices.Sorted(maps.Keys(op.RequestBody.Content)) {
				b := Body{Media: media}
				m := op.RequestBody.Content[media]
				if m.Schema != nil {
					b.Object = strings.TrimPrefix(m.Schema.Ref, refs)
				}
				switch e := m.Example.(type) {
				case nil:
				case string:
					b.Example = e
				default:
					text, err := json.MarshalIndent(e, "", "  ")
					if err == nil { // what cannot be written is no example
						b.Example = string(text)
					}
				}
				if o.Sample.Example == "" {
					o.Sample = b
				}
				o.Bodies = append(o.Bodies, b)
			}
		}
		for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
			if n, err := strconv.Atoi(status); err == nil && n >= 400 {
				o.Errors = append(o.Errors, Failure{n, http.StatusText(n)})
			}
		}
		out = append(out, o)
	}
	return out
}

// rank sorts parameters: those in the path first, what shapes the answer last.
func rank(p *Parameter) int {
	switch {
	case p.InPath:
		return 0
	case p.Required:
		return 1
	case p.InHeader:
		return 5
	case p.Name == "format":
		return 4
	case p.Name == "limit" || p.Name == "after":
		return 3
	}
	return 2
}

func parameterOf(p *huma.Param, formats []string) Parameter {
	out := Parameter{Name: p.Name, About: p.Description, InPath: p.In == "path", InHeader: p.In == "header", Required: p.Required}
	s := p.Schema
	if s.Type == huma.TypeArray {
		out.Several, s = true, s.Items
	}
	out.Kind = s.Type
	for _, c := range s.Enum {
		out.Choices = append(out.Choices, fmt.Sprint(c))
	}
	if p.Name == "format" {
		out.Choices = formats
	}
	if s.Default != nil {
		out.Usual = fmt.Sprint(s.Default)
	}
	for _, e := range p.Schema.Examples {
		out.Example = strings.Trim(fmt.Sprint(e), "[]")
	}
	if s.Minimum != nil {
		out.Least = strconv.FormatFloat(*s.Minimum, 'f', -1, 64)
	}
	if s.Maximum != nil {
		out.Most = strconv.FormatFloat(*s.Maximum, 'f', -1, 64)
	}
	if s.MaxLength != nil {
		out.Longest = *s.MaxLength
	}
	return out
}

// Objects are the objects of answers and bodies, by name.
func (a *API) Objects() []Object {
	schemas := a.huma.OpenAPI().Components.Schemas.Map()
	var out []Object
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		s := schemas[name]
		if s.Type != huma.TypeObject {
			continue
		}
		o := Object{Name: name, About: s.Description}
		for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
			f := Field{Name: field, About: s.Properties[field].Description, Always: slices.Contains(s.Required, field)}
			f.Kind, f.Ref = kindWords(s.Properties[field])
			o.Fields = append(o.Fields, f)
		}
		out = append(out, o)
	}
	return out
}

// kindWords says of what a schema is, and the object that it holds.
func kindWords(s *huma.Schema) (words, ref string) {
	or := ""
	if s.Nullable {
		or = " or null"
	}
	switch {
	case s.Ref != "":
		return "", strings.TrimPrefix(s.Ref, refs)
	case len(s.AnyOf) > 0:
		_, ref := kindWords(s.AnyOf[0])
		return "or null", ref
	case s.Type == huma.TypeArray && s.Items != nil:
		words, ref := kindWords(s.Items)
		return strings.TrimSpace("list of " + words), ref
	case s.Type == huma.TypeObject:
		if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
			words, ref := kindWords(more)
			return strings.TrimSpace("by name " + words), ref
		}
		return "object", ""
	case len(s.Enum) > 0:
		list := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			list[i] = fmt.Sprint(v)
		}
		return strings.Join(list, ", ") + or, ""
	case s.Format == "date" || s.Format == "date-time":
		return s.Format + or, ""
	case s.Type == "":
		return "anything", ""
	}
	return s.Type + or, ""
}
