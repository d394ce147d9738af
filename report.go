package sitrep

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Span is a run of bytes of Report.Text: 0-based offsets, half-open, always on rune boundaries. Text[Start:End] is the
// evidence itself.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether the spans share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Of cuts the span's words out of text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Quote is a span with the words that stand there: Text is always Report.Text[Start:End].
type Quote struct {
	Span
	Text string `json:"text"`
}

// QuoteOf cuts span s out of text.
func QuoteOf(text string, s Span) Quote { return Quote{s, s.Of(text)} }

// Known is a text that may be unknown: the empty string, which JSON writes as null.
type Known string

// MarshalJSON writes the text, null where it is unknown.
func (k Known) MarshalJSON() ([]byte, error) {
	if k == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(k))
}

// ReportID names one report as received from one place.
type ReportID string

// Report is one document as received.
type Report struct {
	// ID is derived from the original bytes and from where they came, so that the identical copies of forty outlets stay
	// forty reports.
	ID    ReportID `json:"id"`
	Title Known    `json:"title"`
	// Text is the cleaned text that every span points into: the report's own words, in order.
	Text string `json:"text"`
	// Published is the day of publication; unknown is null, never today.
	Published Date  `json:"published"`
	Publisher Known `json:"publisher"`
	// Author is the byline that the report's surroundings give.
	Author Known `json:"author"`
	URL    Known `json:"url"`
	// Language is an ISO 639-1 code, unknown where it could not be told, "und" where it is not English and could not be named.
	Language Known `json:"language"`
	// SHA256 is the hash of the original bytes, in lower-case hexadecimal.
	SHA256 string `json:"sha256"`
}

// Identify sets SHA256 and ID from the original bytes and from the URL (else the publisher) already set on r.
func (r *Report) Identify(original []byte) {
	sum := sha256.Sum256(original)
	r.SHA256 = hex.EncodeToString(sum[:])
	from := r.URL
	if from == "" {
		from = r.Publisher
	}
	id := sha256.Sum256([]byte(r.SHA256 + "\n" + string(from)))
	r.ID = ReportID("r-" + hex.EncodeToString(id[:8]))
}

// BlockKind says what part of a report a block is.
type BlockKind string

// The kinds of block.
const (
	Title       BlockKind = "title"
	Dateline    BlockKind = "dateline"
	Body        BlockKind = "body"
	Caption     BlockKind = "caption"
	Boilerplate BlockKind = "boilerplate"
)

// Block is a part of the cleaned text. Blocks are in order and do not overlap; only white space lies between them. A
// caption, a repeated headline or boilerplate stays readable, but is marked as what it is.
type Block struct {
	Kind BlockKind `json:"kind"`
	Span
	// Repeats says that the block is an earlier one again (a headline printed twice, also with the site's name behind it).
	Repeats bool `json:"repeats,omitempty"`
}

// MentionType is the kind of thing a mention names.
type MentionType string

// The types of mention.
const (
	ActorMention       MentionType = "actor" // armed group, force, government, organisation
	PersonMention      MentionType = "person"
	PlaceMention       MentionType = "place"
	TimeMention        MentionType = "time"
	QuantityMention    MentionType = "quantity"
	WeaponMention      MentionType = "weapon"
	VehicleMention     MentionType = "vehicle"
	NationalityMention MentionType = "nationality"
	FacilityMention    MentionType = "facility"
	MoneyMention       MentionType = "money"
)

// Mention is a span that names an actor, person, place, time, quantity, weapon, vehicle, facility and so on.
type Mention struct {
	ID   string      `json:"id"` // unique in its report: "m1", "m2" … in order of appearance
	Type MentionType `json:"type"`
	Quote
	Entity string `json:"entity,omitempty"` // id of the Entity it stands for
	Timex  *Timex `json:"timex,omitempty"`  // what a time means
}

// Timex is what a mention of a time means, in the terms of TIMEX3 (TimeML annotation guidelines 1.2.1), with the days it covers.
type Timex struct {
	Type string `json:"type"` // DATE, TIME, DURATION or SET
	// Value is ISO 8601 with X for what is unknown ("2017-03-12", "2014-06", "P3D", "XXXX-10-17"), or PAST_REF, PRESENT_REF,
	// FUTURE_REF.
	Value string `json:"value"`
	Mod   string `json:"mod,omitempty"` // START, MID, END, APPROX, LESS_THAN …
	// From and To are inclusive; both unknown where the expression covers no days or they cannot be told.
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Entity is what co-referring mentions stand for: "ISIS", "IS", "the group" are one actor.
type Entity struct {
	ID      string      `json:"id"` // unique in its report: "e1", "e2" … in order of first mention
	Type    MentionType `json:"type"`
	Name    string      `json:"name"`
	Aliases []string    `json:"aliases,omitempty"` // other forms this report uses, in order of appearance
	// Country is an ISO 3166-1 alpha-2 code: of a place the country it lies in, of an actor the one it belongs to.
	Country string `json:"country,omitempty"`
	// Kind is an actor's kind: government, military, police, armed_group, militia, people, organisation, media.
	Kind string `json:"kind,omitempty"`
	// PartOf names the actor that this one belongs to.
	PartOf string `json:"part_of,omitempty"`
	// Lat and Lon are WGS 84 degrees, null where unknown; Precision says what kind of point they are.
	Lat       *float64  `json:"lat,omitempty"`
	Lon       *float64  `json:"lon,omitempty"`
	Precision Precision `json:"precision,omitempty"`
}

// Note says what the reading of a report could not do, and why.
type Note struct {
	Kind   string `json:"kind"` // language, truncated, no_date, not_conflict …
	Detail string `json:"detail"`
}

// Extraction is everything read out of one report: the object that `sitrep extract` prints.
type Extraction struct {
	Report   Report    `json:"report"`
	Blocks   []Block   `json:"blocks"`
	Mentions []Mention `json:"mentions"`
	Entities []Entity  `json:"entities"`
	Notes    []Note    `json:"notes"`
	Claims   []Claim   `json:"claims"`
	// Codebook is the version of the codebook that the claims were read with.
	Codebook string `json:"codebook"`
	// Models is the version of the language models, and of the mode in which they were used.
	Models string `json:"models"`
	// Places names the places that a user added to the gazetteer, file by file, each with a checksum; "" for none.
	Places string `json:"places,omitempty"`
}
