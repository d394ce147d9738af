package situation

import (
	"time"

	"sitrep"
)

// Brief is a situation report: what the archive holds on a place, a country or a question over a period, in the order in which
// humanitarian reports tell it. Every statement and every row of a table carries the numbers of its citations.
type Brief struct {
	Title string     `json:"title"`
	Scope BriefScope `json:"scope"`
	// AsOf is when the newest thing that it rests on came into the archive (UTC): a brief of the same archive has the same bytes.
	AsOf time.Time `json:"as_of"`
	// Since is the day of the brief before, where what changed is told; zero otherwise.
	Since     time.Time      `json:"since,omitzero"`
	Reports   int            `json:"reports"` // that it rests on, copies left out
	Origins   int            `json:"origins"`
	Sections  []BriefSection `json:"sections"`
	Citations []Citation     `json:"citations"` // by number
}

// BriefScope is what a brief is about.
type BriefScope struct {
	Place   string      `json:"place,omitempty"`
	Country string      `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Query   string      `json:"query,omitempty"`
	From    sitrep.Date `json:"from"`
	To      sitrep.Date `json:"to"`
	Lat     *float64    `json:"lat,omitempty"` // of the place, WGS 84 degrees
	Lon     *float64    `json:"lon,omitempty"`
	Short   bool        `json:"short,omitempty"` // one page
}

// BriefSection is a part of a brief under a heading. ID is stable, for links: figures, highlights, changes, events, control, actors, disagreements, gaps.
type BriefSection struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Statements []BriefStatement `json:"statements,omitempty"`
	Tables     []BriefTable     `json:"tables,omitempty"`
	Charts     []Chart          `json:"charts,omitempty"`
}

// BriefStatement is a sentence with the citations that it rests on; it has at least one.
type BriefStatement struct {
	Text  string         `json:"text"`
	Cites []int          `json:"cites"`
	Grade sitrep.Grade   `json:"grade,omitempty"`
	Event sitrep.EventID `json:"event,omitempty"`
	// Heading is a line that it stands under within its section, "" for the one before.
	Heading string `json:"heading,omitempty"`
}

// BriefTable is a table. A row has a cell for each column, and the citations that it rests on.
type BriefTable struct {
	Title   string     `json:"title"`
	Columns []string   `json:"columns"`
	Numbers []bool     `json:"numbers"` // whether a column holds numbers, for alignment
	Rows    []BriefRow `json:"rows"`
}

// BriefRow is a row of a table.
type BriefRow struct {
	Cells []string `json:"cells"`
	Cites []int    `json:"cites"`
}

// Citation is a sentence of a report that statements rest on.
type Citation struct {
	Number    int             `json:"number"`
	Report    sitrep.ReportID `json:"report"`
	Claim     sitrep.ClaimID  `json:"claim,omitempty"`
	Span      sitrep.Span     `json:"span"`  // of the sentence, in bytes of the cleaned text, 0-based, end exclusive
	Quote     string          `json:"quote"` // the sentence as it stands there
	Title     sitrep.Known    `json:"title"`
	Publisher sitrep.Known    `json:"publisher"`
	Published sitrep.Date     `json:"published"`
	URL       sitrep.Known    `json:"url"`
	Copies    int             `json:"copies,omitempty"` // of the report, that say the same
}

// ChartKind is how a chart is drawn.
type ChartKind string

// The kinds of charts. Days stacks counts per day or week by series, Ranges draws one mark with its range for each row, Map draws
// points about a centre.
const (
	Days   ChartKind = "days"
	Ranges ChartKind = "ranges"
	Map    ChartKind = "map"
)

// Chart is data to draw. A table of the section with the chart's title holds the same numbers, for those who cannot see it; where there
// is none, the formats add one.
type Chart struct {
	Kind  ChartKind  `json:"kind"`
	Title string     `json:"title"`
	Unit  string     `json:"unit,omitempty"` // what is counted
	Days  []ChartDay `json:"days,omitempty"`
	Marks []Mark     `json:"marks,omitempty"`
	Spots []Spot     `json:"spots,omitempty"`
}

// ChartDay is the count of one series in the time that begins on From and ends on To, both inclusive.
type ChartDay struct {
	From   sitrep.Date `json:"from"`
	To     sitrep.Date `json:"to"`
	Series string      `json:"series"`
	N      int         `json:"n"`
}

// Mark is a figure with its range, as one origin gives it on a day. Low, Best and High are null where not told.
type Mark struct {
	Group string      `json:"group"` // the measure, or the event
	Label string      `json:"label"` // the origin
	Day   sitrep.Date `json:"day"`
	Low   *int        `json:"low"`
	Best  *int        `json:"best"`
	High  *int        `json:"high"`
	Cites []int       `json:"cites"`
}

// Spot is a place on a map, in WGS 84 degrees, with how many events lie there. A province or a country is an area, no pin: Precision tells.
type Spot struct {
	Name      string           `json:"name"`
	Lat       float64          `json:"lat"`
	Lon       float64          `json:"lon"`
	Precision sitrep.Precision `json:"precision"`
	RadiusKm  float64          `json:"radius_km,omitempty"` // how far from the point it may lie, where Precision is Offset
	N         int              `json:"n"`                   // events there; 0 for a place that is only named for orientation
	Kind      string           `json:"kind"`                // type of most of the events there
	Cites     []int            `json:"cites"`
}
