package ingest

import (
	"fmt"
	"strings"
	"testing"
)

func TestJSONIsFoundInItsUsualForms(t *testing.T) {
	for _, c := range []struct {
		name, file, in string
		want           string // from|text|published|publisher|url|author|language of each item, a line each
	}{
		{"lines", "x.jsonl", `{"id":"1","date":"2014-01-02","outlets":["The Post","Reuters"],"text":"Shells hit the market."}` + "\n\n" + `{"text":"Rebels left.","dct":"2014-01-03","source":"post.example"}`,
			"x.jsonl:1|Shells hit the market.|2014-01-02|The Post; Reuters|||\nx.jsonl:3|Rebels left.|2014-01-03|post.example|||"},
		{"a report", "x.json", `{"headline":"Market hit","body":"Shells fell.","url":"https://post.example/1","byline":"By Ann Lee","lang":"en-GB"}`,
			"x.json|Market hit\n\nShells fell.|||https://post.example/1|Ann Lee|en"},
		{"an array", "", ` [ {"content":"One fell."} , {"content":"Two fell."} ] `, "#1|One fell.|||||\n#2|Two fell.|||||"},
		{"an object with an array", "x.json", `{"status":"ok","articles":[{"source":{"id":null,"name":"The Post"},"title":"Hit","content":"One fell.","publishedAt":"2017-03-02T23:30:00Z"}]}`,
			"x.json#1|Hit\n\nOne fell.|2017-03-02|The Post|||"},
		{"objects in surroundings", "x.json", `{"data":[{"id":"7","fields":{"title":"Flash update","body":"One fell.","date":{"created":"2020-05-06T00:00:00+00:00"},"source":[{"name":"The Office"},{"name":"The Fund"}],"language":[{"name":"English"}]}}]}`,
			"x.json#1|Flash update\n\nOne fell.|2020-05-06|The Office; The Fund|||en"},
		{"hits of a search engine", "x.json", `{"hits":{"total":1,"hits":[{"_id":"1","_source":{"text":"One fell."}}]}}`, "x.json#1|One fell.|||||"},
		{"rendered HTML", "x.json", `[{"title":{"rendered":"Shells &amp; fire"},"content":{"rendered":"<p>One <b>fell</b>.</p>\n<p>Two fled.</p>"},"link":"https://a.example/"}]`,
			"x.json#1|Shells & fire\n\nOne fell.\n\nTwo fled.|||https://a.example/||"},
		{"a text in pieces", "x.json", `{"name":"Channel","messages":[{"date":"2022-03-01T10:00:00","text":["Near ",{"type":"bold","text":"Irpin"}," shells fell."]},{"text":""}]}`,
			"x.json#1|Near Irpin shells fell.|2022-03-01||||"},
		{"a headline only", "x.jsonl", `{"title":"Bridge destroyed","pubDate":"Thu, 02 Mar 2017 23:59:00 -0500"}`, "x.jsonl:1|Bridge destroyed|2017-03-02||||"},
		{"a headline cut from the text", "x.jsonl", `{"title":"Shells hit the market","text":"Shells hit the market."}`, "x.jsonl:1|Shells hit the market.|||||"},
		{"epochs", "x.jsonl", `{"text":"a b.","timestamp":1488412800}` + "\n" + `{"text":"c d.","created":1488412800000}`, "x.jsonl:1|a b.|2017-03-02||||\nx.jsonl:2|c d.|2017-03-02||||"},
		{"UTF-16", "x.jsonl", "\xff\xfe{\x00\"\x00t\x00e\x00x\x00t\x00\"\x00:\x00\"\x00H\x00i\x00 \x00a\x00.\x00\"\x00}\x00", "x.jsonl:1|Hi a.|||||"},
		{"windows-1252 in a line", "x.jsonl", "{\"text\":\"Jos\xe9 fell.\"}", "x.jsonl:1|José fell.|||||"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := gatherBytes(t, Options{}, c.file, []byte(c.in))
			if got := rowsOf(g); got != c.want || len(g.refused) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nrefused %q", got, c.want, g.refused)
			}
			for _, it := range g.items {
				if len(it.Received) == 0 || it.Received[0] != '{' || it.Media != "application/json" {
					t.Errorf("received %q, %s", it.Received, it.Media)
				}
			}
		})
	}
}

func rowsOf(g gathered) string {
	var s []string
	for _, it := range g.items {
		s = append(s, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", it.From, it.Plain(), it.Published, it.Publisher, it.URL, it.Author, it.Language))
	}
	return strings.Join(s, "\n")
}

func TestFieldsAreNamedByTheUser(t *testing.T) {
	o := Options{Fields: map[string]string{"text": "payload.parts.words", "title": "kop", "published": "day"}}
	g := gatherBytes(t, o, "x.jsonl", []byte(`{"payload":{"parts":[{"words":"Shells fell."}]},"kop":"Hit","day":"2 March 2017","date":"2001-01-01"}`+"\n"+`{"text":"x"}`))
	if got := rowsOf(g); got != "x.jsonl:1|Hit\n\nShells fell.|2017-03-02||||" || len(g.refused) != 1 || !strings.Contains(g.refused[0], `has no field "payload.parts.words" (its fields: text)`) {
		t.Errorf("got %q, refused %q", got, g.refused)
	}
	o = Options{Fields: map[string]string{"text": "Was geschah"}}
	if it := gatherBytes(t, o, "x.csv", []byte("Nr;Was geschah\n1;Shells fell.\n")).one(t); string(it.Text) != "Shells fell." {
		t.Errorf("got %q", it.Text)
	}
}

func TestBrokenJSONCostsItsLineOnly(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	in := `{"text":"One fell."}` + "\n" + `{"text":"two` + "\n" + `nonsense` + "\n" + `{"text":` + deep + `}` + "\n" + `{"other":1}` + "\n" + `{"text":""}` + "\n" + `{"text":"Last fell."}`
	g := gatherBytes(t, Options{}, "x.jsonl", []byte(in))
	if got := strings.Join(g.froms(), " "); got != "x.jsonl:1 x.jsonl:7" || len(g.refused) != 4 || len(g.left) != 1 {
		t.Errorf("got %s, refused %q, left out %q", got, g.refused, g.left)
	}
	g = gatherBytes(t, Options{}, "x.json", []byte(`[{"text":"One fell."},{"text":"Two fell."},{"text":"thr`))
	if len(g.items) != 2 || len(g.refused) != 1 || !strings.Contains(g.refused[0], "x.json#3: is cut off") {
		t.Errorf("got %q, refused %q", g.froms(), g.refused)
	}
	many := strings.Repeat("nonsense\n", 5000)
	if g := gatherBytes(t, Options{}, "x.jsonl", []byte(many)); len(g.refused) != refusedEach+1 || !strings.Contains(g.refused[refusedEach], "4900 more lines") {
		t.Errorf("got %d refusals, the last %q", len(g.refused), g.refused[len(g.refused)-1])
	}
}

func TestTables(t *testing.T) {
	for _, c := range []struct{ name, file, in, want string }{
		{"commas and quotes", "x.csv", "\xef\xbb\xbfTitle,Text,Published Date,Source\nHit,\"Shells, many,\nfell on \"\"the\"\" market.\",2017-03-02,The Post\n\nGone,Rebels left.,,\n",
			"x.csv:2|Hit\n\nShells, many,\nfell on \"the\" market.|2017-03-02|The Post|||\nx.csv:5|Gone\n\nRebels left.|||||"},
		{"semicolons and CRLF", "x.csv", "text;date\r\nShells fell, here.;31.12.2016\r\nRebels left.;01.02.2017\r\n", "x.csv:2|Shells fell, here.|2016-12-31||||\nx.csv:3|Rebels left.|2017-02-01||||"},
		{"tabs", "x.tsv", "date\ttext\n2017-03-02\tA \"bridge\" fell.\n", "x.tsv:2|A \"bridge\" fell.|2017-03-02||||"},
		{"without a name", "", "id,date,text\n7,2017-03-02,Shells fell.\n", ":2|Shells fell.|2017-03-02||||"},
		{"a spreadsheet's separator line", "x.csv", "sep=|\ntext|date\nA,b;c fell.|2017-03-02\n", "x.csv:3|A,b;c fell.|2017-03-02||||"},
		{"windows-1251", "x.csv", "text,source\n\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0,Post\n", "x.csv:2|Привет мир||Post|||"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := gatherBytes(t, Options{}, c.file, []byte(c.in))
			if got := rowsOf(g); got != c.want || len(g.refused) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nrefused %q", got, c.want, g.refused)
			}
		})
	}
}

func TestTablesWithFaults(t *testing.T) {
	g := gatherBytes(t, Options{}, "x.csv", []byte("text,date\nOne fell.,2017-01-02\n\"Two fell,2017-01-03\nThree fell.,2017-01-04\nFour, five, six fell.,2017-01-05\nSix fell.,2017-01-06"))
	if got := strings.Join(g.froms(), " "); got != "x.csv:2 x.csv:4 x.csv:6" || len(g.refused) != 2 || !strings.Contains(g.refused[0], "x.csv:3: opens a quote") || !strings.Contains(g.refused[1], "x.csv:5: has 4 fields") {
		t.Errorf("got %s, refused %q", got, g.refused)
	}
	g = gatherBytes(t, Options{}, "x.csv", []byte("a,b\n1,2\n"))
	if len(g.refused) != 1 || !strings.Contains(g.refused[0], "names no column for the text in its first row (a, b)") {
		t.Errorf("refused %q", g.refused)
	}
}

func TestDaysWithTwoReadings(t *testing.T) {
	days := func(in string) string {
		var s []string
		for _, it := range gatherBytes(t, Options{}, "x.csv", []byte("text,date\n"+in)).items {
			d := it.Published.String()
			if d == "" && len(it.Notes) > 0 {
				d = "?"
			}
			s = append(s, d)
		}
		return strings.Join(s, " ")
	}
	for _, c := range []struct{ name, in, want string }{
		{"alone", "a b.,03/04/2017\n", "?"},
		{"a later row says that days come first", "a b.,03/04/2017\nc d.,13/04/2017\n", "2017-04-03 2017-04-13"},
		{"a later row says that months come first", "a b.,03/04/2017\nc d.,04/13/2017\n", "2017-03-04 2017-04-13"},
		{"rows that contradict each other", "a b.,03/04/2017\nc d.,04/13/2017\ne f.,13/04/2017\n", "? 2017-04-13 2017-04-13"},
		{"both numbers alike", "a b.,04/04/2017\n", "2017-04-04"},
		{"none", "a b.,\n", ""},
	} {
		if got := days(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDay(t *testing.T) {
	for in, want := range map[string]string{
		"2017-03-02": "2017-03-02", "2017-03-02T23:30:00-05:00": "2017-03-02", "2017/3/2": "2017-03-02", "20170302": "2017-03-02", "20170302T101500Z": "2017-03-02",
		"20170302101500": "2017-03-02", "Thu, 02 Mar 2017 10:15:00 GMT": "2017-03-02", "02 Mar 17 10:15 +0000": "2017-03-02", "2 March 2017": "2017-03-02",
		"March 2, 2017": "2017-03-02", "Thursday, March 2nd, 2017 at 4:05 p.m. EST": "2017-03-02", "02-Mar-2017": "2017-03-02", "Mar. 2, 2017 10:00": "2017-03-02",
		"2017, March 2": "2017-03-02", "1488412800": "2017-03-02", "1488412800.25": "2017-03-02", "1488412800000": "2017-03-02", "1488412800000000": "2017-03-02", "1.4884128e9": "2017-03-02",
		"13/04/2017": "2017-04-13", "4/13/2017": "2017-04-13", "Published: 2 March 2017": "2017-03-02",
		"03/04/2017": "", "2017-13-40": "", "2017": "", "March 2017": "", "2 March": "", "yesterday": "", "2017-02-30": "", "12": "", "0": "", "0001-01-01": "", "2 March 17": "",
		"Dec 17, 20": "", "2 March 2017 or 3 March 2017": "", "": "", "99999999999999999999": "",
	} {
		day, why := Day(in)
		if day.String() != want || (why == "") != (want != "" || in == "") {
			t.Errorf("%q: got %q (%s), want %q", in, day, why, want)
		}
	}
}
