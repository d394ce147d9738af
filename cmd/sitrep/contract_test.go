package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"sitrep"
)

// contractReports are read with the codebook that is built in.
var contractReports = map[string]string{
	"news": `Rebels cut the road to Oldmill

OLDMILL, Norland (Agency) - Fighters of the Northern Front, backed by local militiamen, attacked the town of Oldmill on
Sunday and killed at least 12 soldiers, the governor’s office said. The army denied that its troops had lost the bridge.

Up to 600 families fled the district this week. The group is alleged to have shot dozens of prisoners.
Troops are expected to recapture the “old market” with tanks, Colonel Ada Brandt told the Oldmill Post.
`,
	"telex":   "REBELS ATTACKED THE TOWN OF OLDMILL ON SUNDAY. AT LEAST 12 SOLDIERS WERE KILLED, THE GOVERNOR SAID.\n",
	"nothing": "The jury of the garden show liked the roses very much, and the visitors of the park agreed with it.\n",
	"german":  "Bewaffnete griffen am Sonntag die Stadt an und töteten nach Angaben der Polizei mindestens zwölf Menschen.\n",
	"short":   "Boom.",
}

// TestExtractKeepsTheContract checks the JSON as a consumer sees it: every field is there, lists are lists even where they
// are empty, and the words of every span are the words between its offsets.
func TestExtractKeepsTheContract(t *testing.T) {
	claims := 0
	for name, text := range contractReports {
		for _, date := range [][]string{nil, {"--date", "2024-03-04"}} {
			var out, stderr bytes.Buffer
			args := append(append([]string{"extract"}, date...), "-")
			if got := run(args, console{in: strings.NewReader(text), out: &out, err: &stderr}); got != exitDone {
				t.Errorf("%s: exit status %d: %s", name, got, stderr.String())
				continue
			}
			var object map[string]any
			decoder := json.NewDecoder(&out)
			if err := decoder.Decode(&object); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if _, err := decoder.Token(); err != io.EOF {
				t.Errorf("%s: more than one object", name)
			}
			c := contract{t: t, name: name}
			c.extraction(object)
			claims += len(object["claims"].([]any))
		}
	}
	if claims == 0 {
		t.Error("no claims in any report, so that nothing was checked")
	}
}

// contract checks one object.
type contract struct {
	t    *testing.T
	name string
	text string
}

// has says that o has exactly the kind of value that each field is named with: string, number, list, map; "?" allows null.
func (c *contract) has(what string, o map[string]any, fields string) {
	c.t.Helper()
	for field := range strings.FieldsSeq(fields) {
		name, kind, _ := strings.Cut(field, ":")
		value, ok := o[name]
		if !ok {
			c.t.Errorf("%s: %s has no field %q", c.name, what, name)
			continue
		}
		got := "null"
		switch value.(type) {
		case string:
			got = "string"
		case float64:
			got = "number"
		case []any:
			got = "list"
		case map[string]any:
			got = "map"
		}
		if optional := strings.HasSuffix(kind, "?"); got != strings.TrimSuffix(kind, "?") && (got != "null" || !optional) {
			c.t.Errorf("%s: %s: %s is a %s, want %s", c.name, what, name, got, kind)
		}
	}
}

// span checks the offsets of o, and its words where it gives them under the name words.
func (c *contract) span(what string, o map[string]any, words string) {
	c.t.Helper()
	c.has(what, o, "start:number end:number")
	start, end := int(o["start"].(float64)), int(o["end"].(float64))
	if start < 0 || end < start || end > len(c.text) {
		c.t.Errorf("%s: %s: [%d:%d] lies outside the %d bytes of text", c.name, what, start, end, len(c.text))
		return
	}
	for _, at := range []int{start, end} {
		if at < len(c.text) && !utf8.RuneStart(c.text[at]) {
			c.t.Errorf("%s: %s: offset %d lies inside a character", c.name, what, at)
		}
	}
	if words != "" && o[words] != c.text[start:end] {
		c.t.Errorf("%s: %s: %s is %q, the text at [%d:%d] %q", c.name, what, words, o[words], start, end, c.text[start:end])
	}
}

func (c *contract) extraction(o map[string]any) {
	c.has("the object", o, "report:map blocks:list mentions:list entities:list notes:list claims:list")
	report := o["report"].(map[string]any)
	c.has("report", report, "id:string title:string? text:string published:string? publisher:string? url:string? language:string? sha256:string")
	c.text, _ = report["text"].(string)
	for _, b := range o["blocks"].([]any) {
		c.has("block", b.(map[string]any), "kind:string")
		c.span("block", b.(map[string]any), "")
	}
	for _, m := range o["mentions"].([]any) {
		c.has("mention", m.(map[string]any), "id:string type:string text:string")
		c.span("mention", m.(map[string]any), "text")
	}
	for _, n := range o["notes"].([]any) {
		c.has("note", n.(map[string]any), "kind:string")
	}
	ids := map[any]bool{}
	for _, claim := range o["claims"].([]any) {
		c.claim(claim.(map[string]any))
		id := claim.(map[string]any)["id"]
		if ids[id] {
			c.t.Errorf("%s: two claims have the id %s", c.name, id)
		}
		ids[id] = true
	}
}

func (c *contract) claim(o map[string]any) {
	c.has("claim", o, "id:string type:string trigger:map evidence:map roles:map place:map? time:map? figures:list modality:string "+
		"attribution:map? confidence:number")
	c.span("trigger", o["trigger"].(map[string]any), "text")
	c.span("evidence", o["evidence"].(map[string]any), "")
	for role, list := range o["roles"].(map[string]any) {
		for _, f := range list.([]any) {
			filler := f.(map[string]any)
			c.has(role, filler, "text:string name:string")
			c.span(role, filler, "text")
			if n := len(strings.Fields(filler["text"].(string))); n > 12 {
				c.t.Errorf("%s: %s has %d words, more than 12: %q", c.name, role, n, filler["text"])
			}
		}
		if len(list.([]any)) == 0 {
			c.t.Errorf("%s: %s has no filler", c.name, role)
		}
	}
	if p, ok := o["place"].(map[string]any); ok {
		c.has("place", p, "text:string name:string lat:number? lon:number? country:string?")
		c.span("place", p, "text")
	}
	if p, ok := o["time"].(map[string]any); ok {
		c.has("time", p, "text:string from:string? to:string?")
		c.span("time", p, "text")
	}
	for _, f := range o["figures"].([]any) {
		c.has("figure", f.(map[string]any), "text:string measure:string of:string? low:number? best:number? high:number?")
		c.span("figure", f.(map[string]any), "text")
	}
	if a, ok := o["attribution"].(map[string]any); ok {
		c.has("attribution", a, "source:string name:string via:string? stance:string")
		c.span("attribution", a, "source")
	}
	switch sitrep.Modality(o["modality"].(string)) {
	case sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated:
	default:
		c.t.Errorf("%s: modality %v", c.name, o["modality"])
	}
	if p := o["confidence"].(float64); p < 0 || p > 1 {
		c.t.Errorf("%s: confidence %v", c.name, p)
	}
}
