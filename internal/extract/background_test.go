package extract

import (
	"testing"

	"sitrep"
)

func TestWhatCameBeforeTheNewsIsBackground(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		name, report, trigger string
		background            bool
		from, to              string // "" for unknown
	}{
		{"an adverb behind a participle", "Iraqi troops retook a village captured earlier by Islamic State.", "captured", true, "", "2017-03-11"},
		{"an adverb before a participle", "The army cleared villages formerly controlled by the militants.", "controlled", true, "", "2017-03-11"},
		{"had in a clause about a noun", "Rebels who had seized the airport withdrew on Monday.", "seized", true, "", "2017-03-11"},
		{"a year long past", "Troops shelled the town, which the group seized in 2014.", "seized", true, "2014-01-01", "2014-12-31"},
		{"the news itself", "Iraqi troops retook a village captured earlier by Islamic State.", "retook", false, "", ""},
		{"what led to the news", "Police killed a man who had shot two officers.", "shot", false, "", ""},
		{"a day that earlier begins", "The airport, which rebels seized earlier this month, was hit by jets.", "seized", false, "2017-03-01", "2017-03-12"},
		{"a stretch without a beginning", "Militants have killed 200 people in Beni in recent weeks.", "killed", false, "", "2017-03-12"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, err := r.Read(Input{Original: []byte(c.report), Published: sitrep.NewDate(2017, 3, 12)})
			if err != nil {
				t.Fatal(err)
			}
			for i := range x.Claims {
				k := &x.Claims[i]
				if k.Trigger.Text != c.trigger {
					continue
				}
				from, to := "", ""
				if k.Time != nil && !k.Time.From.IsZero() {
					from = k.Time.From.String()
				}
				if k.Time != nil && !k.Time.To.IsZero() {
					to = k.Time.To.String()
				}
				if k.Background != c.background || from != c.from || to != c.to {
					t.Errorf("background %v from %q to %q, want %v %q %q", k.Background, from, to, c.background, c.from, c.to)
				}
				return
			}
			t.Errorf("no claim %q", c.trigger)
		})
	}
}
