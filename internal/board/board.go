package board

import (
	"time"

	"sitrep"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// Board is all that pages over the whole archive need, as it stood at one moment. It may be read by many goroutines and is not to be changed.
type Board struct {
	// Last is the last entry of the log that it stands on, the zero Logged of an empty archive. First is the first.
	First, Last store.Logged
	// At is when it was made, Took how long that took.
	At   time.Time
	Took time.Duration
	// Reports stand in the archive, Faults of them could not be read; Claims are those that they make, of copies what they add; Origins is how many
	// parties these go back to. Unfused counts reports whose claims are in no event yet.
	Reports, Faults, Claims, Origins, Unfused int
	// Events come newest first, as the archive lists them.
	Events []Event
	// Places are those of events, the busiest first.
	Places []*Place
	// Happenings are figures of distinct happenings, in order of days. Series are counts of a longer time, each origin's apart. Left are
	// figures that count in no sum, with the reason.
	Happenings []Happening
	Series     []Series
	Left       []Left
	// Spells say who held places, the best supported first. Actors say who fights whom.
	Spells []situation.Spell
	Actors situation.Actors
	// Outlets published the reports, those with most first; Copying says who printed whose.
	Outlets []Outlet
	Copying []Copying
	// Sources are the origins that have a name, those that most outlets pass on first.
	Sources []Source
	// Days are days of publication on which there are reports, in order. Undated reports are those that tell none.
	Days    []Day
	Undated int
	// Log are the last entries of the log, the latest first.
	Log []store.Logged
	// Changes are what changed lately, the latest first, since Since; see Changes.
	Changes []Change
	Since   time.Time

	patterns   map[string]int // by party
	sinceSeq   int64          // the first entry of what changed lately
	families   []Family
	familyOf   map[string]string
	known      *places
	spellsAt   map[string][]int // by the site's id
	publishers []string         // of report numbers
	standingAt map[string]int   // by the party's id
	tookPart   map[string][]int32
}

// Seq is the number of the last entry of the log that it stands on, 0 of an empty archive.
func (b *Board) Seq() int64 { return b.Last.Seq }

// Empty says that the archive holds no report.
func (b *Board) Empty() bool { return b.Reports == 0 }

// Event is an event as lists, charts and maps show it. The archive has all of it.
type Event struct {
	ID     sitrep.EventID
	Type   string // codebook id
	Family string // "" where the type is in none
	Grade  sitrep.Grade
	// Origins is how many parties it goes back to, Reports how many reports tell of it, Claims how many claims; Disputes is how many deny it.
	Origins, Reports, Claims, Disputes int
	From, To                           sitrep.Date
	Place                              *Place // nil where nobody says
	// Actor and Target are the names of the main parties, "" where none is named. Actor has the first two, and says if there are more. Target is a victim where nobody was aimed at.
	Actor, Target string
	Figures       []Figure
	// Lead is the claim that tells it best, of the report LeadReport; both "" where it is gone.
	Lead       sitrep.ClaimID
	LeadReport sitrep.ReportID
	// Came is the entry of the log with which its first report came, Grew that of its last.
	Came, Grew int64

	reports, origins []int32
}

// Day is the day that an event stands on in lists and charts: the last on which it can have happened; unknown where none is.
func (e *Event) Day() sitrep.Date { return e.To }

// First is the first day on which an event is found: of one of which only the last is known that day.
func (e *Event) First() sitrep.Date {
	if e.From.IsZero() {
		return e.To
	}
	return e.From
}

// Figure is the range of one measure of an event; an end is null where it is not told.
type Figure struct {
	Measure         sitrep.Measure
	Low, Best, High *int
	Origins         int // that its range rests on
}

// Happening is a figure of one happening, with the place that it is counted at.
type Happening struct {
	situation.Happening
	Place *Place
	// Of is the event, nil where the happening was told apart by day and place alone.
	Of   *Event
	Type string // of its claims
}

// Series is what one origin says over time of one measure of one kind of people at one place.
type Series struct {
	Measure  sitrep.Measure
	Place    *Place // nil where none is told
	Whom     string
	Unit     sitrep.Unit
	Origin   string
	Source   string
	Standing sitrep.Standing
	Points   []Point // in order of days
}

// Point is one value of a series, as situation.Point has it.
type Point struct {
	Day, Since      sitrep.Date
	Low, Best, High *int
	Change          *int
	Report          sitrep.ReportID
	Claim           sitrep.ClaimID
	Of              string // whom it counts, in the report's words
}

// Left is a figure that counts in no sum, and why.
type Left struct {
	Measure         sitrep.Measure
	Place           *Place
	Day             sitrep.Date // of the report
	Low, Best, High *int
	Of, Source      string
	Report          sitrep.ReportID
	Claim           sitrep.ClaimID
	Why             string
}

// Outlet is one publisher.
type Outlet struct {
	Name string // "" for reports that name none
	// Reports are those that it published, Copies of these those that print what another report of the archive says; Claims are those that its
	// reports make, of copies what they add.
	Reports, Copies, Claims int
	First, Last             sitrep.Date // days of publication
}

// Copying says how many reports of one outlet print what reports of another say. By may be From.
type Copying struct {
	By, From string
	Reports  int
}

// Day is how many reports were published on a day.
type Day struct {
	Day     sitrep.Date
	Reports int
}
