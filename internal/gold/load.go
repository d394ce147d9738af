package gold

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"sitrep"
)

// Load reads one gold. Reading is strict, because a misspelt field would otherwise be a field that nothing ever fails:
// a member that there is not, one given twice, a value of the wrong kind and words after the object are errors that
// name it.
//
// In "fields", roles, place, offset_of and source are regular expressions; time is [first day, last day], either null,
// or "after:YYYY-MM-DD"; figure is {"measure": [ids], "low": n, "best": n, "high": n}, where null asks that there be no
// number and a bound left out is not asked for; stance and modality are lists.
func Load(r io.Reader) (Gold, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return Gold{}, fmt.Errorf("gold: %w", err)
	}
	g, err := decode(b)
	if err != nil {
		return Gold{}, fmt.Errorf("gold: %w", err)
	}
	return g, nil
}

func decode(b []byte) (Gold, error) {
	var g Gold
	err := object(b, members{
		"report": func(v []byte) error { return value(v, &g.Report) },
		"date":   func(v []byte) error { return value(v, &g.Date) },
		"claims": func(v []byte) error {
			return each(v, func(v []byte) error {
				c, err := decodeClaim(v)
				g.Claims = append(g.Claims, c)
				return err
			})
		},
		"forbidden": func(v []byte) error {
			return each(v, func(v []byte) error {
				var f Forbidden
				err := object(v, members{
					"in":              func(v []byte) error { return value(v, &f.In) },
					"type":            func(v []byte) error { return value(v, &f.Types) },
					"unless_modality": func(v []byte) error { return value(v, &f.Unless) },
				}, "in", "type")
				g.Forbidden = append(g.Forbidden, f)
				return err
			})
		},
		"allowed": func(v []byte) error { return value(v, &g.Allowed) },
	}, "report", "claims")
	return g, err
}

func decodeClaim(b []byte) (Claim, error) {
	var c Claim
	field := func(key string, read func(v []byte, f *Field) error) func([]byte) error {
		return func(v []byte) error {
			f := Field{Key: key}
			err := read(v, &f)
			c.Fields = append(c.Fields, f)
			return err
		}
	}
	words := func(v []byte, f *Field) error { return value(v, &f.Words) }
	fields := members{"time": field("time", decodeTime), "figure": field("figure", decodeFigure),
		"stance": field("stance", words), "modality": field("modality", words)}
	for _, key := range patterns {
		fields[key] = field(key, decodePattern)
	}
	err := object(b, members{
		"in":     func(v []byte) error { return value(v, &c.In) },
		"type":   func(v []byte) error { return value(v, &c.Types) },
		"fields": func(v []byte) error { return object(v, fields) },
	}, "in", "type")
	if err != nil && c.In != "" {
		return c, fmt.Errorf("in %q: %w", c.In, err)
	}
	return c, err
}

// patterns are the fields that are regular expressions.
var patterns = []string{"actor", "ally", "target", "victim", "instrument", "place", "offset_of", "source"}

func decodePattern(v []byte, f *Field) error {
	var s string
	if err := value(v, &s); err != nil {
		return err
	}
	// Compiled by itself first, so that a stray bracket cannot pair with those put around it.
	if _, err := regexp.Compile(s); err != nil {
		return err
	}
	var err error
	f.Pattern, err = regexp.Compile("(?i:" + s + ")")
	return err
}

func decodeTime(v []byte, f *Field) error {
	if bytes.HasPrefix(v, []byte(`"`)) {
		var s string
		if err := value(v, &s); err != nil {
			return err
		}
		day, ok := strings.CutPrefix(s, "after:")
		if !ok {
			return fmt.Errorf("%q is neither [first day, last day] nor after:YYYY-MM-DD", s)
		}
		d, err := sitrep.ParseDate(day)
		f.From, f.After = d, true
		return err
	}
	var ends []*string
	if err := value(v, &ends); err != nil {
		return err
	}
	if len(ends) != 2 {
		return fmt.Errorf("there are %d days, want the first and the last", len(ends))
	}
	for i, day := range []*sitrep.Date{&f.From, &f.To} {
		if ends[i] == nil {
			continue
		}
		d, err := sitrep.ParseDate(*ends[i])
		if err != nil {
			return err
		}
		*day = d
	}
	return nil
}

func decodeFigure(v []byte, f *Field) error {
	bound := func(b **Bound) func([]byte) error {
		return func(v []byte) error {
			*b = &Bound{}
			if string(v) == "null" {
				return nil
			}
			return value(v, &(*b).N)
		}
	}
	return object(v, members{
		"measure": func(v []byte) error { return value(v, &f.Figure.Measures) },
		"low":     bound(&f.Figure.Low),
		"best":    bound(&f.Figure.Best),
		"high":    bound(&f.Figure.High),
	}, "measure")
}

// members says by name how each member of an object is read. Names are matched to the letter, which encoding/json by
// itself does not do.
type members map[string]func(v []byte) error

func object(b []byte, m members, required ...string) error {
	d := json.NewDecoder(bytes.NewReader(b))
	open, err := d.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("%s is not an object", cut(b))
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		read, ok := m[key]
		if !ok {
			return fmt.Errorf("unknown field %q", key)
		}
		if seen[key] {
			return fmt.Errorf("field %q is given twice", key)
		}
		seen[key] = true
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if err := read(v); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the end of the object")
	}
	for _, key := range required {
		if !seen[key] {
			return fmt.Errorf("field %q is missing", key)
		}
	}
	return nil
}

// each reads every element of a list.
func each(b []byte, read func(v []byte) error) error {
	var list []json.RawMessage
	if err := value(b, &list); err != nil {
		return err
	}
	for n, v := range list {
		if err := read(v); err != nil {
			return fmt.Errorf("%d: %w", n+1, err)
		}
	}
	return nil
}

// value reads a value that must be there: null is an error.
func value(v []byte, to any) error {
	if string(bytes.TrimSpace(v)) == "null" {
		return errors.New("null is no value here")
	}
	return json.Unmarshal(v, to)
}

// cut is a short piece of b to show in an error.
func cut(b []byte) string {
	const most = 40
	if r := []rune(string(b)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(b)
}
