package api

import (
	"context"
	"strconv"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/account"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// TypeList is the event types of the codebook.
type TypeList struct {
	Codebook string      `json:"codebook"` // its version
	Types    []EventType `json:"types"`    // by id
}

// EventType is an event type of the codebook.
type EventType struct {
	ID         string   `json:"id"`
	Label      string   `json:"label"`
	Definition string   `json:"definition"`
	Include    []string `json:"include"` // what belongs to it
	Exclude    []string `json:"exclude"` // what does not, and where it belongs
	Own        bool     `json:"own"`     // it is of this desk, not of the program
	// Crosswalk names the type in other codebooks, null where there is nothing alike.
	Crosswalk Crosswalk `json:"crosswalk"`
}

// Crosswalk names an event type in other codebooks.
type Crosswalk struct {
	ACLED  sitrep.Known `json:"acled"`  // "Event type / Sub-event type" of the ACLED codebook
	PLOVER sitrep.Known `json:"plover"` // "TYPE" or "TYPE/mode" of PLOVER
	CAMEO  sitrep.Known `json:"cameo"`  // root or code of CAMEO 1.1b3
	UCDP   sitrep.Known `json:"ucdp"`   // type of violence of UCDP GED
}

// Log is a part of the archive's log.
type Log struct {
	Entries []wire.Logged `json:"entries"` // the latest first
	Next    sitrep.Known  `json:"next"`    // after of the next page, null at the end
}

// Version is what the server is made of.
type Version struct {
	Version     string `json:"version"`  // of the program
	Codebook    string `json:"codebook"` // version of the codebook that reports are read with
	Types       int    `json:"types"`    // event types of the codebook
	Models      string `json:"models"`   // version of the language models, "" where the server reads no reports
	Fusion      string `json:"fusion"`   // version of the rules that events are made by
	Attribution string `json:"attribution"`
}

// Status is where the archive stands, and what the caller may do.
type Status struct {
	State
	ReadOnly bool `json:"read_only"` // the archive takes no changes
	// Name and Role are the caller's; the role is bounded by that of the token.
	Name string `json:"name"`
	Role string `json:"role"`
}

type logParams struct {
	After string `query:"after" pattern:"^[0-9]{1,18}$" patternDescription:"the number of an entry" doc:"Go on where a page ended: entries before the one of this number." example:"100"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"Entries at most." example:"5"`
	FormatParam
}

type noParams struct {
	FormatParam
}

// archive registers the operations about the archive.
func (a *API) archive() {
	add[noParams, Status](a, spec{id: "status", path: "/status", tag: "archive", summary: "Where the archive stands",
		about: "The number of the last entry of its log, how many reports events are not yet made of, and who the caller is.", personal: true, example: "/status"}, a.getStatus)
	add[noParams, Version](a, spec{id: "version", path: "/version", tag: "archive", summary: "What the server is made of",
		about: "Claims depend on the program, the codebook and the models; name all three where results are cited.", example: "/version"}, a.getVersion)
	add[noParams, TypeList](a, spec{id: "list-types", path: "/types", tag: "archive", summary: "Event types",
		about: "The event types of the codebook, with their definitions and what they are called in other codebooks.", example: "/types"}, a.listTypes)
	add[logParams, Log](a, spec{id: "list-log", path: "/log", tag: "archive", summary: "What was done to the archive",
		about: "The entries of the archive's log, the latest first: what came, was read again, reviewed, retracted, erased, by whom and why. Each hash covers its entry and all before it.",
		act:   account.Edit, formats: []format{asJSON, asCSV}, example: "/log?limit=3"}, a.listLog)
}

func (a *API) getStatus(ctx context.Context, _ *noParams) (*answer, error) {
	seq, behind, err := a.mark.look(ctx, a)
	who := account.From(ctx)
	return &answer{body: &Status{State{seq, behind, a.boardSeq()}, a.o.ReadOnly, who.Name, who.Role.String()}}, err
}

func (a *API) getVersion(context.Context, *noParams) (*answer, error) {
	book := a.o.Asker.Codebook()
	return &answer{body: &Version{a.o.Version, book.Version, len(book.Types), a.o.Models, fuse.Version(), geo.Attribution}}, nil
}

func (a *API) listTypes(context.Context, *noParams) (*answer, error) {
	book := a.o.Asker.Codebook()
	out := &TypeList{Codebook: book.Version, Types: []EventType{}}
	for i := range book.Types {
		out.Types = append(out.Types, eventType(&book.Types[i]))
	}
	return &answer{body: out}, nil
}

func eventType(t *codebook.Type) EventType {
	return EventType{ID: t.ID, Label: t.Label, Definition: t.Definition, Include: append([]string{}, t.Include...), Exclude: append([]string{}, t.Exclude...), Own: t.Own,
		Crosswalk: Crosswalk{known(t.Crosswalk.ACLED), known(t.Crosswalk.PLOVER), known(t.Crosswalk.CAMEO), known(t.Crosswalk.UCDP)}}
}

func (a *API) listLog(ctx context.Context, p *logParams) (*answer, error) {
	var before int64
	if p.After != "" {
		var err error
		if before, err = strconv.ParseInt(p.After, 10, 64); err != nil || before < 1 {
			return nil, wrong("query.after", p.After, store.ErrCursor.Error())
		}
	}
	rows, err := a.o.Archive.Log(ctx, before, p.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		next = strconv.FormatInt(rows[p.Limit-1].Seq, 10)
	}
	if formatOf(ctx) == asCSV {
		return table("log", wire.LoggedColumns, len(rows), next, func(i int) ([]wire.Cell, error) { return wire.LoggedCells(&rows[i]), nil }), nil
	}
	out := &Log{Entries: []wire.Logged{}, Next: known(next)}
	for i := range rows {
		out.Entries = append(out.Entries, wire.LoggedOf(&rows[i]))
	}
	return &answer{body: out, next: next}, nil
}
