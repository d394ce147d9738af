package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/review"
	"sitrep/internal/situation"
	"sitrep/internal/wire"
)

// The document's schemas are made from the Go types by huma, which knows nothing of how some of them are written as JSON: those stand in for
// others here. Afterwards finish goes through all of them once more, since huma leaves open what a nil is: here a list is never null, and a
// pointer that is always written is the object or null.

// refs is where the document keeps its schemas.
const refs = "#/components/schemas/"

// registry makes schemas.
type registry struct{ huma.Registry }

func newRegistry() *registry {
	r := &registry{huma.NewMapRegistry(refs, schemaName)}
	for of, by := range standIns {
		r.RegisterTypeAlias(of, by)
	}
	return r
}

// MarshalJSON writes the schemas by their names.
func (r *registry) MarshalJSON() ([]byte, error) { return json.Marshal(r.Map()) }

// MarshalYAML gives what is written as YAML.
func (r *registry) MarshalYAML() (any, error) { return r.Map(), nil }

// briefTypes is the package that a brief and its parts are declared in.
var briefTypes = reflect.TypeFor[situation.Brief]().PkgPath()

// renamed are the names of types that would have that of another.
var renamed = map[reflect.Type]string{
	reflect.TypeFor[wire.Report]():      "ReportRow",
	reflect.TypeFor[wire.Claim]():       "ClaimRow",
	reflect.TypeFor[wire.Figure]():      "FigureRow",
	reflect.TypeFor[wire.Event]():       "EventRow",
	reflect.TypeFor[wire.Review]():      "ReviewRow",
	reflect.TypeFor[review.Figure]():    "SetFigure",
	reflect.TypeFor[review.Place]():     "SetPlace",
	reflect.TypeFor[review.Time]():      "SetTime",
	reflect.TypeFor[review.Party]():     "SetParty",
	reflect.TypeFor[review.Value]():     "SetValue",
	reflect.TypeFor[huma.ErrorModel]():  "Problem",
	reflect.TypeFor[huma.ErrorDetail](): "ProblemDetail",
}

func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name := renamed[t]; name != "" {
		return name
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if t.Kind() == reflect.Struct && t.PkgPath() == briefTypes && !strings.HasPrefix(name, "Brief") {
		name = "Brief" + name // parts of a brief: a Mark there is one of a chart
	}
	return name
}

// standIns are types that say how another is written.
var standIns = map[reflect.Type]reflect.Type{
	reflect.TypeFor[sitrep.Known]():        reflect.TypeFor[knownText](),
	reflect.TypeFor[sitrep.Date]():         reflect.TypeFor[knownDate](),
	reflect.TypeFor[sitrep.Measure]():      reflect.TypeFor[measures](),
	reflect.TypeFor[sitrep.Grade]():        reflect.TypeFor[grades](),
	reflect.TypeFor[sitrep.Modality]():     reflect.TypeFor[modalities](),
	reflect.TypeFor[sitrep.Role]():         reflect.TypeFor[roles](),
	reflect.TypeFor[sitrep.Verdict]():      reflect.TypeFor[verdicts](),
	reflect.TypeFor[sitrep.Stance]():       reflect.TypeFor[stances](),
	reflect.TypeFor[sitrep.BlockKind]():    reflect.TypeFor[blocks](),
	reflect.TypeFor[situation.Status]():    reflect.TypeFor[statuses](),
	reflect.TypeFor[situation.Certainty](): reflect.TypeFor[certainties](),
}

type (
	knownText   struct{}
	knownDate   struct{}
	measures    struct{}
	grades      struct{}
	modalities  struct{}
	roles       struct{}
	verdicts    struct{}
	stances     struct{}
	blocks      struct{}
	statuses    struct{}
	certainties struct{}
)

func (knownText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true}
}

func (knownDate) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true}
}

func (measures) Schema(huma.Registry) *huma.Schema   { return oneOf(sitrep.Measures) }
func (grades) Schema(huma.Registry) *huma.Schema     { return oneOf(sitrep.Grades) }
func (modalities) Schema(huma.Registry) *huma.Schema { return oneOf(ask.Modalities) }
func (roles) Schema(huma.Registry) *huma.Schema      { return oneOf(sitrep.Roles) }
func (verdicts) Schema(huma.Registry) *huma.Schema   { return oneOf(sitrep.Verdicts) }
func (stances) Schema(huma.Registry) *huma.Schema {
	return oneOf([]sitrep.Stance{sitrep.Said, sitrep.Alleged, sitrep.Confirmed, sitrep.Denied})
}

func (blocks) Schema(huma.Registry) *huma.Schema {
	return oneOf([]sitrep.BlockKind{sitrep.Title, sitrep.Dateline, sitrep.Body, sitrep.Caption, sitrep.Boilerplate})
}

func (statuses) Schema(huma.Registry) *huma.Schema {
	return oneOf([]situation.Status{situation.Held, situation.Contested, situation.Besieged, situation.Claimed, situation.Unknown})
}

func (certainties) Schema(huma.Registry) *huma.Schema {
	return oneOf(append([]situation.Certainty{situation.Certain}, situation.Doubts...))
}

// oneOf is a text that is one of a list.
func oneOf[T ~string](list []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range list {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// finish says of every field what it is, and where it can be null.
func (r *registry) finish() {
	words := descriptions()
	for name, s := range r.Map() {
		t := r.TypeFromRef(refs + name)
		if t == nil || s.Type != huma.TypeObject {
			continue
		}
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if s.Description == "" {
			s.Description = words[typeName(t)]
		}
		for key, f := range fieldsOf(t) {
			p := s.Properties[key]
			if p == nil {
				continue
			}
			if p.Description == "" {
				p.Description = words[typeName(f.in)+"\t"+f.Name]
			}
			s.Properties[key] = settled(p, f.StructField)
		}
		s.PrecomputeMessages()
	}
}

// settled is a field's schema with what can be null.
func settled(p *huma.Schema, f reflect.StructField) *huma.Schema {
	if p.Type == huma.TypeArray {
		p.Nullable = false
		if p.Items != nil && p.Items.Type == huma.TypeArray {
			p.Items.Nullable = false
		}
	}
	always := !strings.Contains(f.Tag.Get("json"), "omitempty")
	if p.Ref != "" && f.Type.Kind() == reflect.Pointer && always {
		return &huma.Schema{Description: p.Description, AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
	}
	return p
}

// field is a field as JSON writes it, with the struct that declares it.
type field struct {
	reflect.StructField
	in reflect.Type
}

// fieldsOf are the fields of a struct by their names in JSON, those of embedded structs too where nothing outside has the name.
func fieldsOf(t reflect.Type) map[string]field {
	out := map[string]field{}
	if t.Kind() != reflect.Struct {
		return out
	}
	all := reflect.VisibleFields(t)
	slices.SortStableFunc(all, func(a, b reflect.StructField) int { return len(a.Index) - len(b.Index) })
	for _, f := range all {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if _, taken := out[name]; taken {
			continue
		}
		in := t
		for _, i := range f.Index[:len(f.Index)-1] {
			in = in.Field(i).Type
			if in.Kind() == reflect.Pointer {
				in = in.Elem()
			}
		}
		out[name] = field{f, in}
	}
	return out
}

// typeName is how descriptions name a type.
func typeName(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }
