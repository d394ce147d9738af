// Package export writes what sitrep knows to files that people keep, print and open in other programs: a situation.Brief as Markdown, as
// one self-contained page of HTML, as a Word document or as JSON, its charts and its map as SVG, and events as CSV and GeoJSON.
//
//	err := export.Brief(w, export.HTML, brief)
//	err = export.EventsCSV(w, events, leads)
//	err = export.SVG(w, &chart, export.Drawing{Width: 680})
//
// Each format has a file of its own. All are made from the data alone: the same brief gives the same bytes, and nothing is
// looked up, loaded from a host or told by the clock.
//
// The words of reports are somebody else's, and are never trusted. They are shown as text: marks of Markdown, HTML and XML in them
// are escaped, what a spreadsheet would take for a formula is not one any more, and characters that cannot be seen but steer what is
// (controls, and those that turn the direction of writing) are shown as U+FFFD. JSON alone keeps every character as it was.
package export
