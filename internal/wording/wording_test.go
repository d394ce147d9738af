package wording_test

import (
	"math"
	"testing"

	"sitrep"
	"sitrep/internal/wording"
)

func TestAmounts(t *testing.T) {
	n := func(n int) *int { return &n }
	for want, f := range map[string]sitrep.Figure{
		"60":                                  {Low: n(60), Best: n(60), High: n(60)},
		"about 60":                            {Best: n(60)},
		"at least 215,000":                    {Low: n(215000), Best: n(215000)},
		"up to 600":                           {Best: n(600), High: n(600)},
		"12–99":                               {Low: n(12), High: n(99)},
		"10–20, best 15":                      {Low: n(10), Best: n(15), High: n(20)},
		"0":                                   {Low: n(0), Best: n(0), High: n(0)},
		"at least -9,223,372,036,854,775,808": {Low: n(math.MinInt64)},
		"“scores”":                            {Quote: sitrep.Quote{Text: "scores"}},
	} {
		if got := wording.Amount(&f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	day := func(s string) sitrep.Date {
		d, err := sitrep.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	quote := sitrep.Quote{Text: "then"}
	for want, p := range map[string]sitrep.Period{
		"2017-03-12":               {From: day("2017-03-12"), To: day("2017-03-12"), Precision: sitrep.DayPrecision},
		"2017-03-06 to 2017-03-12": {From: day("2017-03-06"), To: day("2017-03-12"), Precision: sitrep.WeekPrecision},
		"2017-02":                  {From: day("2017-02-01"), To: day("2017-02-28"), Precision: sitrep.MonthPrecision},
		"2016-12":                  {From: day("2016-12-01"), To: day("2016-12-31"), Precision: sitrep.MonthPrecision},
		"2014":                     {From: day("2014-01-01"), To: day("2014-12-31"), Precision: sitrep.YearPrecision},
		"2014-06-01 to 2014-06-20": {From: day("2014-06-01"), To: day("2014-06-20"), Precision: sitrep.MonthPrecision},
		"before 2017-03-12":        {To: day("2017-03-12"), Precision: sitrep.Before},
		"after 2017-03-12":         {From: day("2017-03-12"), Precision: sitrep.After},
		"from 2017-03-12":          {From: day("2017-03-12"), Precision: sitrep.RangePrecision},
		"until 2017-03-12":         {To: day("2017-03-12"), Precision: sitrep.RangePrecision},
		"“then”":                   {},
	} {
		p.Quote = quote
		if got := wording.When(&p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
