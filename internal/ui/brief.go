package ui

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"sitrep/internal/ask"
	"sitrep/internal/export"
	"sitrep/internal/geo"
)

// briefRoutes are the form of a brief with what comes of it, and its files.
func (p *Pages) briefRoutes(mux *http.ServeMux) {
	desk := newBriefDesk(p.clock, p.makeBrief)
	mux.HandleFunc("GET /brief", p.handle(func(w http.ResponseWriter, r *http.Request) error { return p.brief(w, r, desk) }))
	mux.HandleFunc("GET /brief/download", p.handle(func(w http.ResponseWriter, r *http.Request) error { return p.briefFile(w, r, desk) }))
}

// How long the page waits for a brief before it says that it is being made, and how long a file does; then the page asks again by itself, the later the longer
// it takes.
const (
	briefWait     = 35 * time.Millisecond
	briefFileWait = 20 * time.Second
)

// briefView is what the page of a brief shows.
type briefView struct {
	Scope     Scope
	Country   string // as the form shows it
	Short     bool
	Since     bool
	Countries []geo.CountryRow
	Offers    []offer
	Reports   int // that the archive holds
	State     *briefState
	Asked     string // for how long it is being made
	Fault     string
	Page      *briefPage
	Nothing   bool // no report tells anything of it
	Notes     []string
	Downloads []offer
	Self      string // the address of this page
	Search    string
}

// briefFormat is a kind of file that a brief is written to.
type briefFormat struct{ Format, Name, Media string }

// briefFormats are the files that there are, with their media types.
var briefFormats = []briefFormat{
	{export.Markdown, "Markdown", "text/markdown; charset=utf-8"},
	{export.HTML, "HTML", "text/html; charset=utf-8"},
	{export.DOCX, "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{export.JSON, "JSON", "application/json"},
}

// briefAskOf reads what a brief is asked about. ok is false where nothing is asked.
func briefAskOf(r *http.Request) (q briefAsk, s Scope, ok bool, err error) {
	if s, err = scopeOf(r); err != nil {
		return q, s, false, err
	}
	v := r.URL.Query()
	q = briefAsk{Place: s.Place, Country: s.Country, Query: strings.Join(strings.Fields(s.Text), " "), From: s.First, To: s.Last}
	if q.Query != "" && !hasWord(q.Query) {
		return q, s, false, badField("q", "%q has no word to look for; give one of letters or digits", q.Query)
	}
	switch v.Get("length") {
	case "", "full":
	case "short":
		q.Short = true
	default:
		return q, s, false, badField("length", "%q is none; give short or full", v.Get("length"))
	}
	switch v.Get("since") {
	case "":
	case "last":
		q.Since = true
	default:
		return q, s, false, badField("since", "%q cannot be compared with; give last", v.Get("since"))
	}
	return q, s, !s.Empty(), nil
}

// at is the address of a view of the brief.
func (q briefAsk) at(path string, s Scope, pairs ...string) string {
	if q.Short {
		pairs = append(pairs, "length", "short")
	}
	if q.Since {
		pairs = append(pairs, "since", "last")
	}
	return s.At(path, pairs...)
}

// brief writes the form, and the brief or how it stands with it.
func (p *Pages) brief(w http.ResponseWriter, r *http.Request, desk *briefDesk) error {
	q, s, asked, err := briefAskOf(r)
	if err != nil {
		return err
	}
	v := briefView{Scope: s, Short: q.Short, Since: q.Since, Countries: countriesByName(), Self: q.at("/brief", s), Search: s.At("/search")}
	if s.Country != "" {
		v.Country = countryName(s.Country)
	}
	if b, err := p.board(); err == nil {
		v.Reports = b.Reports
		for _, c := range b.Places {
			if len(v.Offers) == mostOffers {
				break
			}
			if o := (offer{c.Name, Scope{Place: c.ID}.At("/brief")}); c.ID != "" && !slices.Contains(v.Offers, o) {
				v.Offers = append(v.Offers, o)
			}
		}
	}
	head := page{Title: "Brief", Section: "brief"}
	status := http.StatusOK
	if asked {
		seq, err := p.lastEntry(r.Context())
		if err != nil {
			return err
		}
		state := desk.ask(r.Context(), q, seq, briefWait)
		var wrong *ask.Wrong
		if errors.As(state.Err, &wrong) && state.Made == nil {
			return badField(briefField(wrong.Field), "%s: %s", wrong.Value, wrong.Mend)
		}
		v.State = &state
		head.Title = "Brief: " + s.Title()
		if made := state.Made; made != nil {
			v.Notes = made.Notes
			v.Nothing = made.Brief == nil
			if made.Brief != nil {
				v.Page = made.Page
				head.Title = made.Brief.Title
				for _, f := range briefFormats {
					v.Downloads = append(v.Downloads, offer{f.Name, q.at("/brief/download", s, "format", f.Format)})
				}
			}
		}
		if state.Making {
			since := p.clock().Sub(state.Since)
			head.Refresh = 1 + min(int(since/(5*time.Second)), 9)
			v.Asked = secondsWords(since)
		}
		if state.Err != nil {
			v.Fault = state.Err.Error()
			if state.Made == nil {
				status = http.StatusServiceUnavailable
			}
			if errors.Is(state.Err, errDeskFull) {
				head.Refresh = 10
			} else {
				p.log.ErrorContext(r.Context(), "brief failed", "address", v.Self, "error", state.Err)
			}
		}
	}
	head.Data = v
	return p.write(w, r, status, "brief", head)
}

// briefField is the name of the parameter that a field of the question has.
func briefField(field string) string {
	if field == "query" {
		return "q"
	}
	return field
}

// secondsWords is how long something takes by now: "3 seconds".
func secondsWords(d time.Duration) string {
	n := int(d.Round(time.Second) / time.Second)
	if n < 1 {
		return "a moment"
	}
	return counted(n, "second", "seconds")
}

// lastEntry is the number of the last entry of the archive's log, 0 of an empty one.
func (p *Pages) lastEntry(ctx context.Context) (int64, error) {
	list, err := p.archive.Log(ctx, 0, 1)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0].Seq, nil
}

// makeBrief makes a brief.
func (p *Pages) makeBrief(ctx context.Context, q briefAsk) (madeBrief, error) {
	a, err := p.asker.Brief(ctx, ask.BriefQuestion{Place: q.Place, Country: q.Country, Query: q.Query, From: q.From, To: q.To, Short: q.Short, Since: q.Since})
	if err != nil {
		return madeBrief{}, err
	}
	m := madeBrief{Brief: a.Brief}
	if a.Brief != nil {
		if m.Page, err = briefPageOf(a.Brief); err != nil {
			return m, err
		}
	}
	for _, n := range a.Notes {
		m.Notes = append(m.Notes, n.Text)
	}
	return m, nil
}

// briefFile writes a brief as a file.
func (p *Pages) briefFile(w http.ResponseWriter, r *http.Request, desk *briefDesk) error {
	q, s, asked, err := briefAskOf(r)
	if err != nil {
		return err
	}
	format := r.URL.Query().Get("format")
	i := slices.IndexFunc(briefFormats, func(f briefFormat) bool { return f.Format == format })
	if i < 0 {
		return badField("format", "%q is none; there are %s", format, strings.Join(export.Formats, ", "))
	}
	if !asked {
		return badField("place", "nothing is asked; give a place, a country, words or days")
	}
	seq, err := p.lastEntry(r.Context())
	if err != nil {
		return err
	}
	state := desk.ask(r.Context(), q, seq, briefFileWait)
	if state.Made == nil { // the page says how it stands
		http.Redirect(w, r, q.at("/brief", s), http.StatusSeeOther)
		return nil
	}
	if state.Made.Brief == nil {
		return notFound("no report tells anything of that")
	}
	var b bytes.Buffer
	if err := export.Brief(&b, format, state.Made.Brief); err != nil {
		return err
	}
	return sendFile(w, fileName(state.Made.Brief.Title)+"."+format, briefFormats[i].Media, &b)
}

// fileName makes the name of a file of words: small letters and digits of ASCII, with hyphens between.
func fileName(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 80 {
			break
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return "brief-" + name
	}
	return "brief"
}
