package extract

import "testing"

func TestALineThatNamesASubjectTellsNothing(t *testing.T) {
	r := newReader(t)
	const news = "Rebels fought soldiers near Kutum on Monday.\n\n"
	for _, c := range []struct {
		name, line string
		claims     int
	}{
		{"a year and what happened", "2021 protests in Ruritania", 0},
		{"a month, a year and what happened", "March 2025 clashes", 0},
		{"what followed", "Aftermath of the 2023 offensive in Kobani", 0},
		{"a sentence that opens with a year", "2021 protests in Goma were broken up by the army.", 1},
		{"a sentence without a verb", "Fierce clashes in the suburbs of Goma.", 1},
		{"a number that is no year", "14 dead in clashes near Goma", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := readReport(t, r, news+c.line)
			n := 0
			for _, k := range out.Claims {
				if k.Trigger.Start >= len(news)-1 {
					n++
				}
			}
			if (n > 0) != (c.claims > 0) {
				t.Errorf("%q gave %d claims", c.line, n)
			}
		})
	}
}
