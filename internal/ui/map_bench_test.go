package ui

import (
	"testing"

	"sitrep/internal/board"
	"sitrep/internal/demo"
	"sitrep/internal/geo"
)

// BenchmarkMapData makes the data of fifty thousand events.
func BenchmarkMapData(b *testing.B) {
	many := manyEvents(demoBoard(b, demo.Archive(b)), 50_000)
	o := newOutlines(geo.Default())
	events := many.Select(board.Scope{})
	for b.Loop() {
		body, err := mapDataOf(many, events, board.Scope{}, o).encoded()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(body)), "bytes")
	}
}

// BenchmarkOutline makes the outline of a division.
func BenchmarkOutline(b *testing.B) {
	towns := newOutlines(geo.Default()).towns()
	for b.Loop() {
		towns.outline(divisionKey{"IQ", geo.Fold("Nineveh")})
	}
}
