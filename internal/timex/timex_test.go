package timex

import (
	"testing"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

func read(t interface{ Fatal(...any) }, s string) *parse.Doc {
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := text.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return p.Parse(d)
}

func date(s string) sitrep.Date {
	d, err := sitrep.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sunday is the date of the reports below: Sunday, 12 March 2017.
var sunday = date("2017-03-12")

func TestFind(t *testing.T) {
	for _, c := range []struct{ sentence, words, from, to string }{
		// weekdays
		{"Troops entered the city on Sunday.", "Sunday", "2017-03-12", "2017-03-12"},
		{"Troops entered the city on Saturday.", "Saturday", "2017-03-11", "2017-03-11"},
		{"Troops entered the city on Monday.", "Monday", "2017-03-06", "2017-03-06"},
		{"Officials told reporters in Baghdad Sunday.", "Sunday", "2017-03-12", "2017-03-12"},
		{"The raid began late on Wednesday.", "late on Wednesday", "2017-03-08", "2017-03-08"},
		{"The raid began on Friday night.", "Friday night", "2017-03-10", "2017-03-10"},
		{"The raid began last Friday.", "last Friday", "2017-03-10", "2017-03-10"},
		{"Talks will open on Tuesday.", "Tuesday", "2017-03-14", "2017-03-14"},
		{"Talks open next Monday.", "next Monday", "2017-03-13", "2017-03-13"},
		{"Clashes went on between Monday and Wednesday.", "Monday and Wednesday", "2017-03-06", "2017-03-08"},
		// days
		{"A bomb went off the day before.", "the day before", "2017-03-11", "2017-03-11"},
		{"Rebels freed the nuns, seized a day earlier by bandits.", "a day earlier", "2017-03-11", "2017-03-11"},
		{"A senator denounced the 2003 invasion.", "2003", "2003-01-01", "2003-12-31"},
		{"A bomb went off yesterday.", "yesterday", "2017-03-11", "2017-03-11"},
		{"A bomb went off today.", "today", "2017-03-12", "2017-03-12"},
		{"Shelling went on overnight.", "overnight", "2017-03-11", "2017-03-11"},
		{"A bomb went off last night.", "last night", "2017-03-11", "2017-03-11"},
		{"A bomb went off this morning.", "this morning", "2017-03-12", "2017-03-12"},
		{"Talks resume tomorrow.", "tomorrow", "2017-03-13", "2017-03-13"},
		{"A bomb went off yesterday evening.", "yesterday evening", "2017-03-11", "2017-03-11"},
		// weeks, months, years
		{"They took the museum earlier this week.", "earlier this week", "2017-03-06", "2017-03-12"},
		{"They took the museum last week.", "last week", "2017-02-27", "2017-03-05"},
		{"They took the museum last month.", "last month", "2017-02-01", "2017-02-28"},
		{"They took the museum this month.", "this month", "2017-03-01", "2017-03-12"},
		{"They took the museum last year.", "last year", "2016-01-01", "2016-12-31"},
		{"They took the museum this year.", "this year", "2017-01-01", "2017-03-12"},
		{"Elections are due next month.", "next month", "2017-04-01", "2017-04-30"},
		{"It fell last December.", "last December", "2016-12-01", "2016-12-31"},
		{"It fell last March.", "last March", "2016-03-01", "2016-03-31"},
		// ago, past
		{"The offensive began less than three weeks ago.", "less than three weeks ago", "2017-02-20", "2017-03-12"},
		{"The attack came two days ago.", "two days ago", "2017-03-10", "2017-03-10"},
		{"The war began six years ago.", "six years ago", "2011-01-01", "2011-12-31"},
		{"Nine died in the past 24 hours.", "the past 24 hours", "2017-03-11", "2017-03-12"},
		{"Nine died over the last three days.", "the last three days", "2017-03-09", "2017-03-12"},
		{"Troops moved in recent days.", "recent days", "", ""},
		// calendar
		{"The offensive began October 17.", "October 17", "2016-10-17", "2016-10-17"},
		{"The offensive began on 17 October 2016.", "17 October 2016", "2016-10-17", "2016-10-17"},
		{"The offensive began on Jan. 24.", "Jan. 24", "2017-01-24", "2017-01-24"},
		{"They arrived on Dec. 10, 2016, to join.", "Dec. 10, 2016", "2016-12-10", "2016-12-10"},
		{"The city fell in October 2016.", "October 2016", "2016-10-01", "2016-10-31"},
		{"The city fell in June 2014.", "June 2014", "2014-06-01", "2014-06-30"},
		{"The city fell in 2014.", "2014", "2014-01-01", "2014-12-31"},
		{"The city fell on 2014-06-10.", "2014-06-10", "2014-06-10", "2014-06-10"},
		{"It was the 11th of September 2001.", "the 11th of September 2001", "2001-09-11", "2001-09-11"},
		{"He died on 4 FEB 90.", "4 FEB 90", "1990-02-04", "1990-02-04"},
		{"Fighting eased in early May.", "early May", "2016-05-01", "2016-05-10"},
		{"Fighting eased in mid-February.", "mid-February", "2017-02-11", "2017-02-20"},
		{"It began in late 2015.", "late 2015", "2015-09-01", "2015-12-31"},
		{"They fought from 3 to 5 February.", "3 to 5 February", "2017-02-03", "2017-02-05"},
		{"They fought in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31"},
		{"They fought in the 1990's.", "the 1990's", "1990-01-01", "1999-12-31"},
		{"They fought in the summer of 2015.", "the summer of 2015", "2015-06-01", "2015-08-31"},
		{"They met on Sunday, 5 March.", "Sunday, 5 March", "2017-03-05", "2017-03-05"},
		{"They met on March 12.", "March 12", "2017-03-12", "2017-03-12"},
		{"They met on March 13.", "March 13", "2016-03-13", "2016-03-13"},
		{"It was the night of August 8.", "the night of August 8", "2016-08-08", "2016-08-08"},
		{"They fought on Thursday and Friday.", "Thursday and Friday", "2017-03-09", "2017-03-10"},
		// since
		{"Some 200 have died since October 17.", "since October 17", "2016-10-17", "2017-03-12"},
		{"Some 200 have died since 2011.", "since 2011", "2011-01-01", "2017-03-12"},
		{"Some 200 have died since 2019.", "2019", "2019-01-01", "2019-12-31"}, // the report's own date is wrong, not the range
		{"Some 200 have died since the start of February.", "since the start of February", "2017-02-01", "2017-03-12"},
		{"Some 200 have died since Thursday.", "since Thursday", "2017-03-09", "2017-03-12"},
		{"Some 200 have died since last week.", "since last week", "2017-02-27", "2017-03-12"},
	} {
		d := read(t, c.sentence)
		got := Read(d, sunday).Exprs[0]
		if len(got) != 1 {
			t.Errorf("%q: %d expressions, want one", c.sentence, len(got))
			continue
		}
		if w := d.Words(got[0].First, got[0].Last); w != c.words || got[0].From.String() != c.from || got[0].To.String() != c.to {
			t.Errorf("%q: got %q %s..%s, want %q %s..%s", c.sentence, w, got[0].From, got[0].To, c.words, c.from, c.to)
		}
	}
}

func TestWordsThatDateNothing(t *testing.T) {
	for _, s := range []string{
		"The rebels may attack the town.",
		"Troops march on the capital.",
		"The march ended in the square.",
		"He is 26 years old.",
		"The siege lasted for three days.",
		"They drove 20 miles.",
		"The blast killed 2014 fish.",
		"The second battalion left.",
		"Second, the army lied.",
		"They fired 12 shells.",
		"The F-16 took off.",
		"He spoke again and again.",
		"Resolution 2254 was passed.",
		"It was a decent plan.",
		"The sat phone rang.",
	} {
		d := read(t, s)
		for _, e := range Read(d, sunday).Exprs[0] {
			t.Errorf("%q: %q (%s) is no time", s, d.Words(e.First, e.Last), e.Rule)
		}
	}
}

func TestWithoutADateNothingRelativeIsResolved(t *testing.T) {
	for _, c := range []struct{ sentence, from string }{
		{"Troops entered on Sunday.", ""},
		{"Troops entered yesterday.", ""},
		{"Troops entered last week.", ""},
		{"Troops entered three days ago.", ""},
		{"Troops entered on October 17.", ""},
		{"Nine died in the past 24 hours.", ""},
		{"Nine have died since Thursday.", ""},
		{"Troops entered on 17 October 2016.", "2016-10-17"},
		{"Troops entered in 2014.", "2014-01-01"},
	} {
		got := Read(read(t, c.sentence), sitrep.Date{}).Exprs[0]
		if len(got) != 1 || got[0].From.String() != c.from {
			t.Errorf("%q: got %v, want one from %q", c.sentence, got, c.from)
		}
		for _, e := range got {
			if c.from == "" && !e.To.IsZero() {
				t.Errorf("%q: ends %s", c.sentence, e.To)
			}
		}
	}
}

func TestDatelineDate(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"GENEVA, 12 March 2017 (OCHA) – Nine people died in the town of Bria on Monday, the office said.", "2017-03-12"},
		{"GUATEMALA CITY, 4 FEB 90 (AFP) -- The army denied the attack on the farm near Flores.", "1990-02-04"},
		{"Flash Update No. 3\n\nDate: 3 May 2022\n\nNine people died in the town of Bria on Monday, the office said.", "2022-05-03"},
		{"BANGUI (Reuters) - Nine people died in the town of Bria on 3 May 2022.", ""},
		{"Nine people died in the town of Bria on Monday.", ""},
	} {
		d := read(t, c.in)
		got := ""
		for b := range d.Blocks {
			if day := DatelineDate(d, b); !day.IsZero() && got == "" {
				got = day.String()
			}
		}
		if got != c.want {
			t.Errorf("%.40q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	d := read(b, "Rebels who seized the town on Sunday, less than three weeks after the offensive began October 17, left early on Tuesday.")
	for b.Loop() {
		Read(d, sunday)
	}
}
