package sitrep

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// ClaimID names a claim. It depends on the report and on the words that carry the event, not on how they were typed or
// which roles were found, so a reading with a new codebook or model keeps it.
type ClaimID string

// NewClaimID derives the id of a claim from its report, from where its trigger's head word starts in the original bytes
// (0-based), and from that word. Where one word carries n > 1 claims, nth tells them apart; the first is 0.
func NewClaimID(report ReportID, originalStart int, word string, nth int) ClaimID {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s\n%d", report, originalStart, word, nth))
	return ClaimID("c-" + hex.EncodeToString(sum[:8]))
}

// Claim is one report's statement that something happened, holds or was said: the field's "event mention", with who
// says so, whether it is actual, and the words it rests on. Every filled slot carries its span and what filled it.
type Claim struct {
	ID   ClaimID `json:"id"`
	Type string  `json:"type"` // codebook id
	// Subtype divides a type further, where the codebook does: of a statement, accuse, deny, threaten …
	Subtype string `json:"subtype,omitempty"`
	// Trigger is the word or phrase that carries the event: at most six words.
	Trigger Quote `json:"trigger"`
	// Evidence is the sentence or clause that a reader checks the claim against.
	Evidence Span `json:"evidence"`
	// Retold are further sentences that tell the same happening: the headline, a sentence that repeats its number or points back.
	Retold []Span            `json:"retold,omitempty"`
	Roles  map[Role][]Filler `json:"roles"`
	Place  *Place            `json:"place"`
	Time   *Period           `json:"time"`
	// Background says that the claim is told as what came before the report's news, whether it is dated or not: "the town, which the group
	// had seized". The day of the report is not its day.
	Background bool     `json:"background,omitempty"`
	Figures    []Figure `json:"figures"`
	Modality   Modality `json:"modality"`
	// Attribution is null where the reporter states the claim outright.
	Attribution *Attribution `json:"attribution"`
	// Confidence is between 0 and 1.
	Confidence float64 `json:"confidence"`
	// Block is the kind of block that the trigger stands in; a claim from a caption is marked by it.
	Block BlockKind `json:"block"`
	// Rule names the codebook rule that proposed the claim, Codebook the version of the codebook that holds it.
	Rule     string `json:"rule"`
	Codebook string `json:"codebook"`
	// ModalityBy names what decided Modality, "" for the default (plainly told).
	ModalityBy string `json:"modality_by,omitempty"`
	// Review is what people decided about the claim; nil where nobody did, and as a reader gives it.
	Review *Reviewed `json:"review,omitempty"`
}

// Role is the part that a filler plays in an event.
type Role string

// The roles. Who reports or said it is not a role: see Attribution.
const (
	Actor      Role = "actor"      // who does it (PLOVER's actor)
	Ally       Role = "ally"       // who does it alongside the actor
	Target     Role = "target"     // whom or what it is aimed at (PLOVER's recipient)
	Victim     Role = "victim"     // people harmed or moved
	Instrument Role = "instrument" // weapon or means
)

// Roles lists the roles in the order in which they are printed.
var Roles = []Role{Actor, Ally, Target, Victim, Instrument}

// Filler is what fills a role: the report's words, at most twelve, and what they stand for.
type Filler struct {
	Quote
	Name    string `json:"name"`
	Mention string `json:"mention,omitempty"`
	Entity  string `json:"entity,omitempty"`
	// Party is the id of the Entity that a filler belongs to which is no party itself: of "a U.S. request" the United States.
	Party string `json:"party,omitempty"`
	By    string `json:"by"` // how the rule found it: agent, patient, prep:against …
}

// Precision says how exact a place or a period is.
type Precision string

// How exact a place is, from a point to a country. Offset is a point computed from a distance and a direction.
const (
	Exact         Precision = "exact"
	Neighbourhood Precision = "neighbourhood"
	City          Precision = "city"
	District      Precision = "district"
	Province      Precision = "province"
	Country       Precision = "country"
	Offset        Precision = "offset"
)

// How exact a period is. Range has two named ends; Before and After have one.
const (
	DayPrecision   Precision = "day"
	WeekPrecision  Precision = "week"
	MonthPrecision Precision = "month"
	YearPrecision  Precision = "year"
	RangePrecision Precision = "range"
	Before         Precision = "before"
	After          Precision = "after"
)

// Place is where a claim is said to have happened. Lat and Lon are WGS 84 degrees and null where they are not known.
type Place struct {
	Quote
	Name      string    `json:"name"`
	Entity    string    `json:"entity,omitempty"`
	Lat       *float64  `json:"lat"`
	Lon       *float64  `json:"lon"`
	Country   Known     `json:"country"` // ISO 3166-1 alpha-2
	Precision Precision `json:"precision,omitempty"`
	// Relation says how the place stands to the one named, in whose terms it is told, and Qualifier the report's words for that:
	// "10 km southeast of", "western", "the border with". Both are empty where the place is the one named.
	Relation  PlaceRelation `json:"relation,omitempty"`
	Qualifier string        `json:"qualifier,omitempty"`
	// Within names the place that lends its point to a place without coordinates of its own.
	Within     string      `json:"within,omitempty"`
	RadiusKm   float64     `json:"radius_km,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
	By         string      `json:"by"`
}

// PlaceRelation is how a place is told in terms of another.
type PlaceRelation string

// The relations. Away is told by a distance, a direction or both, Side by a part ("western"), Along by a road or line that
// leads to or from the place.
const (
	Near   PlaceRelation = "near"
	Away   PlaceRelation = "away"
	Side   PlaceRelation = "side"
	Border PlaceRelation = "border"
	Along  PlaceRelation = "along"
)

// Candidate is one of several places that a name may stand for, with its score (higher is likelier, 0 to 1).
type Candidate struct {
	Name   string  `json:"name"`
	Entity string  `json:"entity"`
	Lat    float64 `json:"lat"`
	Lon    float64 `json:"lon"`
	Score  float64 `json:"score"`
}

// Period is when a claim is said to have happened. From and To are inclusive; a relative expression in a report without
// a date keeps its words and leaves both unknown.
type Period struct {
	Quote
	From      Date      `json:"from"`
	To        Date      `json:"to"`
	Precision Precision `json:"precision,omitempty"`
	By        string    `json:"by"`
}

// Measure is what a figure counts.
type Measure string

// The measures.
const (
	Killed          Measure = "killed"
	Injured         Measure = "injured"
	KilledOrInjured Measure = "killed_or_injured"
	Missing         Measure = "missing"
	Abducted        Measure = "abducted"
	Detained        Measure = "detained"
	Captured        Measure = "captured"
	Displaced       Measure = "displaced"
	Returned        Measure = "returned"
	Trapped         Measure = "trapped"
	InNeed          Measure = "in_need"
	Aided           Measure = "aided"
	Trained         Measure = "trained"
	Deployed        Measure = "deployed"
	Remains         Measure = "remains"
	Destroyed       Measure = "destroyed"
	Strikes         Measure = "strikes"
)

// Measures lists every measure.
var Measures = []Measure{Killed, Injured, KilledOrInjured, Missing, Abducted, Detained, Captured, Displaced, Returned,
	Trapped, InNeed, Aided, Trained, Deployed, Remains, Destroyed, Strikes}

// Figure is a number with what it counts and its range (UCDP's terms). "60" has all three at 60; "about 60" only best;
// "more than 60" low and best; "up to 60" best and high; "dozens" low 12 and high 99 (ACLED's lower ends).
type Figure struct {
	Quote
	Measure Measure `json:"measure"`
	Of      Known   `json:"of"` // whom or what it counts, in the report's words
	Low     *int    `json:"low"`
	Best    *int    `json:"best"`
	High    *int    `json:"high"`
	// Kind says how the number stands to others of its happening, "" where the report leaves that open.
	Kind FigureKind `json:"kind,omitempty"`
	Unit Unit       `json:"unit,omitempty"` // "" where heads are counted
	// Factor is the number of people by which Low, Best and High were multiplied because they count households and the user asked
	// for people; 0 where they stand as told.
	Factor float64 `json:"factor,omitempty"`
	Source string  `json:"source,omitempty"` // where the figure has a source of its own
	By     string  `json:"by"`
}

// Unit is what a figure counts people by, where it is not heads.
type Unit string

// Household is the unit of figures of families and households, which are kept as given.
const Household Unit = "household"

// FigureKind tells figures that may be added up from those that may not.
type FigureKind string

// The kinds of figures. A Part is counted in another figure of the claim.
const (
	Total     FigureKind = "total"     // of all counted so far: "the toll rose to 15"
	Increment FigureKind = "increment" // beyond those counted before: "another five"
	Part      FigureKind = "part"      // of a number told beside it: "including six policemen"
)

// Modality says whether the thing claimed happened.
type Modality string

// The modalities.
const (
	Actual   Modality = "actual"
	Possible Modality = "possible"
	Future   Modality = "future"
	Negated  Modality = "negated"
)

// Stance is how firmly a source says a thing.
type Stance string

// The stances.
const (
	Said      Stance = "said"
	Alleged   Stance = "alleged"
	Confirmed Stance = "confirmed"
	Denied    Stance = "denied"
)

// Attribution is who says so, when it is not the reporter. Source is the report's words between Start and End.
type Attribution struct {
	Span
	Source string `json:"source"`
	Name   string `json:"name"` // what Source stands for
	Entity string `json:"entity,omitempty"`
	// Via is the outlet or agency that passes it on, where one is named.
	Via    Known  `json:"via"`
	Stance Stance `json:"stance"`
	By     string `json:"by"`
}
