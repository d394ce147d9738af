package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sitrep/internal/account"
)

// document is the OpenAPI document as it is served.
type document struct {
	all map[string]any
}

func documentOf(t testing.TB, d desk) document {
	t.Helper()
	var out document
	g := d.ask(t, http.MethodGet, "/api/openapi.json", "")
	if err := json.Unmarshal([]byte(g.body), &out.all); err != nil {
		t.Fatal(err)
	}
	return out
}

// at follows a path of keys.
func (d document) at(keys ...string) any {
	var v any = d.all
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

// pointed is what a $ref points to, nil where that is nothing.
func (d document) pointed(ref string) map[string]any {
	path, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil
	}
	m, _ := d.at(strings.Split(path, "/")...).(map[string]any)
	return m
}

// faults lists where a value is not what a schema says. It knows as much of JSON Schema 2020-12 as the document uses.
func (d document) faults(schema map[string]any, v any, where string) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, where+": "+fmt.Sprintf(format, args...)) }
	if ref, ok := schema["$ref"].(string); ok {
		target := d.pointed(ref)
		if target == nil {
			return []string{where + ": " + ref + " points nowhere"}
		}
		out = append(out, d.faults(target, v, where)...)
	}
	if choices, ok := schema["anyOf"].([]any); ok {
		var fits []string
		for _, s := range choices {
			f := d.faults(s.(map[string]any), v, where)
			if len(f) == 0 {
				fits = nil
				break
			}
			fits = append(fits, f...)
		}
		out = append(out, fits...)
	}
	if types := listOf(schema["type"]); len(types) > 0 && !slices.Contains(types, kindOf(v)) && !(kindOf(v) == "integer" && slices.Contains(types, "number")) {
		say("is %s, not %v", kindOf(v), types)
		return out
	}
	if enum, ok := schema["enum"].([]any); ok && v != nil && !slices.Contains(enum, v) {
		say("%v is none of %v", v, enum)
	}
	switch v := v.(type) {
	case string:
		if f := schema["format"]; f == "date" && !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(v) {
			say("%q is no date", v)
		}
	case []any:
		if items, ok := schema["items"].(map[string]any); ok {
			for i, e := range v {
				out = append(out, d.faults(items, e, fmt.Sprintf("%s[%d]", where, i))...)
			}
		}
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range listOf(schema["required"]) {
			if _, ok := v[name]; !ok {
				say("%s is missing", name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if p, ok := properties[name].(map[string]any); ok {
				out = append(out, d.faults(p, v[name], where+"."+name)...)
			} else if more, ok := schema["additionalProperties"].(map[string]any); ok {
				out = append(out, d.faults(more, v[name], where+"."+name)...)
			} else if schema["additionalProperties"] == false {
				say("%s is not described", name)
			}
		}
	}
	return out
}

// listOf is a word or a list of words.
func listOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, e.(string))
		}
		return out
	}
	return nil
}

func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

func TestTheDocumentIsWhole(t *testing.T) {
	d := open(t, account.Reader, nil)
	doc := documentOf(t, d)
	if doc.at("openapi") != "3.1.0" {
		t.Errorf("openapi: %v", doc.at("openapi"))
	}
	var walk func(v any, where string)
	walk = func(v any, where string) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok && doc.pointed(ref) == nil {
				t.Errorf("%s: %s points nowhere", where, ref)
			}
			for k, e := range v {
				walk(e, where+"/"+k)
			}
		case []any:
			for i, e := range v {
				walk(e, fmt.Sprint(where, "/", i))
			}
		}
	}
	walk(doc.all, "")
	var lines []string
	for path, item := range doc.at("paths").(map[string]any) {
		for method, o := range item.(map[string]any) {
			op := o.(map[string]any)
			where := strings.ToUpper(method) + " " + path
			lines = append(lines, where+" "+op["operationId"].(string))
			for _, key := range []string{"summary", "description", "operationId", "tags", "security"} {
				if op[key] == nil || op[key] == "" {
					t.Errorf("%s has no %s", where, key)
				}
			}
			responses := op["responses"].(map[string]any)
			for _, status := range []string{"400", "401", "403", "429", "503"} {
				if responses[status] == nil {
					t.Errorf("%s does not say what %s means", where, status)
				}
			}
			parameters, _ := op["parameters"].([]any)
			for _, p := range parameters {
				p := p.(map[string]any)
				if p["description"] == nil || p["description"] == "" {
					t.Errorf("%s: %s is not described", where, p["name"])
				}
				s := p["schema"].(map[string]any)
				if p["example"] == nil && s["examples"] == nil && s["type"] != "array" {
					t.Errorf("%s: %s has no example", where, p["name"])
				}
			}
		}
	}
	slices.Sort(lines)
	golden(t, "testdata/operations.txt", strings.Join(lines, "\n")+"\n")
}

// golden compares with a file, or writes it anew.
func golden(t testing.TB, name, text string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s is not what it was; look at the change, then run with -update\n%s", name, text)
	}
}

func TestAnswersAreWhatTheDocumentSays(t *testing.T) {
	d := open(t, account.Administrator, nil)
	doc := documentOf(t, d)
	ids := d.ids(t)
	for _, s := range d.api.specs {
		if s.example == "" {
			continue
		}
		t.Run(s.id, func(t *testing.T) {
			path := filled(s.example, ids)
			for _, f := range s.formats {
				sep := "?"
				if strings.Contains(path, "?") {
					sep = "&"
				}
				g := d.get(t, path+sep+"format="+f.name)
				if g.StatusCode != http.StatusOK {
					t.Fatalf("%s: %s %s", path, g.Status, g.body)
				}
				media, _, _ := strings.Cut(g.Header.Get("Content-Type"), ";")
				content := doc.at("paths", Base+s.path, "get", "responses", "200", "content").(map[string]any)
				if content[media] == nil && f != asBytes {
					t.Errorf("%s: %s is not described", path, media)
				}
				if f != asJSON {
					continue
				}
				var v any
				if err := json.Unmarshal([]byte(g.body), &v); err != nil {
					t.Fatal(err)
				}
				schema := content[media].(map[string]any)["schema"].(map[string]any)
				for _, fault := range doc.faults(schema, v, s.id) {
					t.Error(fault)
				}
			}
		})
	}
}
