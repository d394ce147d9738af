package sitrep_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"sitrep"
)

// A claim says nothing that its report does not: every slot is a span of the report's text.
func Example() {
	text := "Shelling killed at least 12 people in Novy Brod on Sunday, the mayor said."
	quote := func(words string) sitrep.Quote {
		start := strings.Index(text, words)
		return sitrep.QuoteOf(text, sitrep.Span{Start: start, End: start + len(words)})
	}

	report := sitrep.Report{Text: text, Published: sitrep.NewDate(2024, 3, 4)}
	report.Identify([]byte(text))
	twelve := 12
	claim := sitrep.Claim{
		ID:       sitrep.NewClaimID(report.ID, 0, "shelling", 0),
		Type:     "shelling",
		Trigger:  quote("Shelling"),
		Evidence: sitrep.Span{Start: 0, End: len(text)},
		Roles:    map[sitrep.Role][]sitrep.Filler{sitrep.Victim: {{Quote: quote("people"), Name: "people", By: "patient"}}},
		Place:    &sitrep.Place{Quote: quote("Novy Brod"), Name: "Novy Brod", By: "prep:in"},
		Time: &sitrep.Period{Quote: quote("Sunday"), From: report.Published.AddDays(-1), To: report.Published.AddDays(-1),
			Precision: sitrep.DayPrecision, By: "weekday"},
		Figures: []sitrep.Figure{{Quote: quote("at least 12"), Measure: sitrep.Killed, Of: "people", Low: &twelve, Best: &twelve,
			By: "number"}},
		Modality:    sitrep.Actual,
		Attribution: &sitrep.Attribution{Span: quote("the mayor").Span, Source: "the mayor", Stance: sitrep.Said, By: "verb:say"},
	}

	for _, role := range sitrep.Roles {
		for _, filler := range claim.Roles[role] {
			fmt.Printf("%s: %q, bytes %d to %d\n", role, report.Text[filler.Start:filler.End], filler.Start, filler.End)
		}
	}
	fmt.Printf("%s, that is %s\n", claim.Time.Span.Of(report.Text), claim.Time.From)
	figure, _ := json.Marshal(claim.Figures[0])
	fmt.Println(string(figure))
	fmt.Println("says", claim.Attribution.Of(report.Text))
	// Output:
	// victim: "people", bytes 28 to 34
	// Sunday, that is 2024-03-03
	// {"start":16,"end":27,"text":"at least 12","measure":"killed","of":"people","low":12,"best":12,"high":null,"by":"number"}
	// says the mayor
}
