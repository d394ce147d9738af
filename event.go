package sitrep

// EventID names an event: it is derived from the first of its claims, in the order of ClaimID.
type EventID string

// Event is one happening as all its reports tell it: claims of different reports fused. It keeps every figure with its origin.
type Event struct {
	ID   EventID `json:"id"`
	Type string  `json:"type"` // codebook id: the type that most of its origins give it
	// Lead is the claim that tells it best, of those with its type: the one to show for it. "" where no claim was read.
	Lead ClaimID `json:"lead"`
	// Members are the reports that tell of it with the claims that do, in the order of their ids.
	Members []EventMember `json:"members"`
	// Origins is how many parties what is told goes back to: copies, and reports that quote one source, are one.
	Origins int `json:"origins"`
	// Place is where it happened as most origins say, null where none says.
	Place *EventPlace `json:"place"`
	// From and To are the days on which it can have happened, inclusive. Where no account tells when, From is unknown and To the day on which the first
	// report of it was published; both are unknown where that is, too.
	From Date `json:"from"`
	To   Date `json:"to"`
	// Parties are who took part, by role, then how many origins name them, then name.
	Parties []EventParty  `json:"parties"`
	Figures []EventFigure `json:"figures"`
	// Disputes are claims that deny it or give an account that cannot be squared with the others.
	Disputes []ClaimID `json:"disputes"`
	Grade    Grade     `json:"grade"`
	// Grounds say which rules gave the grade, and by which claims.
	Grounds []Ground `json:"grounds"`
	// Joined says why each account but the first stands here: the account of this event that it is likest.
	Joined []Join `json:"joined"`
}

// EventParty is somebody who took part in an event, as its claims name them.
type EventParty struct {
	Role    Role      `json:"role"`
	Name    string    `json:"name"`
	Ref     Known     `json:"ref"` // id in the registry of actors, null where it is not known there
	Origins int       `json:"origins"`
	Claims  []ClaimID `json:"claims"`
}

// Grade says how well an event is supported.
type Grade string

// The grades. docs/fusion.md gives the rules, beside the practice of Airwars and UCDP.
const (
	Single       Grade = "single"       // one origin
	Corroborated Grade = "corroborated" // two or more independent origins
	Contested    Grade = "contested"    // denied, or told in ways that cannot both hold
	Affirmed     Grade = "confirmed"    // the party responsible or a mandated body says so
	Discounted   Grade = "discounted"   // withdrawn, refuted or rejected by a person
)

// Grades lists the grades, the weakest support last.
var Grades = []Grade{Affirmed, Corroborated, Single, Contested, Discounted}

// Ground is a rule that held of an event, with the claims that it held by.
type Ground struct {
	Rule   string    `json:"rule"`
	Claims []ClaimID `json:"claims"`
}

// EventMember is one report's part in an event.
type EventMember struct {
	Report ReportID  `json:"report"`
	Origin string    `json:"origin"` // the group of copies that the report is in; the report's own id where it is in none
	Claims []ClaimID `json:"claims"`
	// Main says that the event is what the report is about, not one that it recalls or adds.
	Main bool `json:"main"`
}

// EventPlace is a place as reports name it. Lat and Lon are WGS 84 degrees, null where they are not known.
type EventPlace struct {
	Name      string    `json:"name"`
	Entity    string    `json:"entity,omitempty"`
	Country   Known     `json:"country"`  // ISO 3166-1 alpha-2
	Division  Known     `json:"division"` // the first-level division that it lies in
	Precision Precision `json:"precision,omitempty"`
	Lat       *float64  `json:"lat"`
	Lon       *float64  `json:"lon"`
	// RadiusKm is how far from the point it may lie, in kilometres, where Precision is Offset; 0 where that is not told.
	RadiusKm float64 `json:"radius_km,omitempty"`
}

// EventFigure is what all accounts of an event say of one measure. Best is one of the values told, never an average; all three are null
// where they cannot be told.
type EventFigure struct {
	Measure Measure      `json:"measure"`
	Low     *int         `json:"low"`
	Best    *int         `json:"best"`
	High    *int         `json:"high"`
	Told    []ToldFigure `json:"told"` // by day, then origin; also what the range leaves out, with the reason
}

// ToldFigure is what one origin says of one measure on one day.
type ToldFigure struct {
	Report ReportID `json:"report"`
	Origin string   `json:"origin"`
	Day    Date     `json:"day"` // when the report was published
	Low    *int     `json:"low"`
	Best   *int     `json:"best"`
	High   *int     `json:"high"`
	// Claim is the claim that it stands in, "" where it was read from the report as a whole.
	Claim ClaimID    `json:"claim,omitempty"`
	Of    Known      `json:"of"` // whom or what it counts, in the report's words
	Kind  FigureKind `json:"kind,omitempty"`
	Unit  Unit       `json:"unit,omitempty"`
	// Source is the origin's name, for people.
	Source   string   `json:"source,omitempty"`
	Standing Standing `json:"standing,omitempty"`
	// Out says why the range of the figure leaves it out, "" where it does not.
	Out string `json:"out,omitempty"`
}

// Standing is what an origin is to what it counts, the weightiest first.
type Standing string

// The standings. docs/fusion.md says who is what.
const (
	Mandated Standing = "mandated" // a body that is there to count or to judge: of the United Nations, the Red Cross, a court
	Counter  Standing = "counter"  // a named body that counts: a monitor, a ministry of health, a hospital, rescuers
	Named    Standing = "named"    // any other body or person with a name
	Press    Standing = "press"    // an agency or outlet by its own word
	Nameless Standing = "nameless" // officials, residents, or a text whose author is not known
	Doer     Standing = "doer"     // the party that is said to have done it
)

// Standings lists the standings, the weightiest first.
var Standings = []Standing{Mandated, Counter, Named, Press, Nameless, Doer}

// Join says that two accounts were taken to tell one happening, with how sure the pair alone is (0 to 1) and what spoke for it most.
type Join struct {
	Report ReportID `json:"report"`
	With   ReportID `json:"with"`
	Score  float64  `json:"score"`
	Why    []string `json:"why"`
}
