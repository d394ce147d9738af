package page

import (
	"testing"

	"sitrep"
)

func said(d sitrep.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"month in words", "Published: Tuesday, 3 March 2017 at 10:14", "2017-03-03"},
		{"month first", "March 3rd, 2017", "2017-03-03"},
		{"short month with a stop", "Sept. 5, 2019", "2019-09-05"},
		{"ISO with an hour and a zone is the day as written", "2019-06-27T23:30:00-05:00", "2019-06-27"},
		{"dotted is day first", "12.07.2004", "2004-07-12"},
		{"slashes that may be two days", "03/04/2017", ""},
		{"slashes with a day over twelve", "25/04/2017", "2017-04-25"},
		{"slashes, month first, with a day over twelve", "09/21/2015", "2015-09-21"},
		{"the Arabic comma", "06 July، 2014", "2014-07-06"},
		{"a day that does not exist", "31 June 2015", ""},
		{"a year alone", "Copyright 2015", ""},
		{"the first of two", "3 March 2017, updated 4 March 2017", "2017-03-03"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(day(c.in).day); got != c.want {
				t.Errorf("day(%q) is %q, want %q", c.in, got, c.want)
			}
		})
	}
	for in, want := range map[string]string{"20170303": "2017-03-03", "1488528000": "2017-03-03", "1488528000000": "2017-03-03", "soon": ""} {
		if got := said(metaDay(in)); got != want {
			t.Errorf("metaDay(%q) is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"https://a.example/2017/03/03/name": "2017-03-03", "https://a.example/20170303/name": "2017-03-03",
		"https://a.example/2017/99/03/name": "", "https://a.example/news/2017": ""} {
		if got := said(addressDay(in)); got != want {
			t.Errorf("addressDay(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, in, header, want, note string }{
		{"declared in the header", "caf\xe9", "text/html; charset=iso-8859-1", "café", ""},
		{"declared in the page", "<meta charset='windows-1251'>\xcc\xe8\xf0", "", "<meta charset='windows-1251'>Мир", ""},
		{"UTF-8 whatever is declared", "café", "text/html; charset=iso-8859-1", "café", "charset"},
		{"an encoding that there is not", "caf\xe9", "text/html; charset=x-none", "café", "charset"},
		{"declared as UTF-8 and is not", "<meta charset=utf-8>caf\xe9 \xe9t\xe9", "", "<meta charset=utf-8>café été", "charset"},
		{"a byte order mark", "\xef\xbb\xbfcafé", "text/html; charset=koi8-r", "café", ""},
		{"UTF-16 without a mark", "<\x00p\x00>\x00a\x00b\x00c\x00", "", "<p>abc", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, notes := decode([]byte(c.in), c.header)
			if got != c.want || (c.note != "") != (len(notes) == 1) {
				t.Errorf("got %q with %v, want %q with %q", got, notes, c.want, c.note)
			}
		})
	}
}
