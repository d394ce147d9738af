package ingest

import "testing"

func TestMarkdown(t *testing.T) {
	in := "---\ntitle: \"Shells hit: the market\"\ndate: 2017-03-02\nauthor:\n  - Ann Lee\n  - Bo Ray\nurl: https://post.example/1\ntags: [war, 'siege']\nlang: en\n---\n" +
		"# Shells hit: the market #\n\n**Dona** (2 March) – Shells *hit* the [market](https://a.example/x_(y) \"t\")[^1], `police` said\\*. The file_name_here is __kept__.\n\n" +
		"![A map](map.png)\n\n> Quoted _words_ here.\n> More.\n\n- One fell.\n* Two fell.\n\n3. Numbered paragraph.\n\n| Place | Killed |\n|:---|---:|\n| Dona | 7 |\n\nUnder\n=====\n\n---\n\n<!-- hidden -->\n[1]: https://b.example\n[^1]: A note &amp; more.<br>\n```\ncode\n```\n5 < 6 and 2 * 3 * 4.\n"
	want := "Shells hit: the market\n\nDona (2 March) – Shells hit the market, police said*. The file_name_here is kept.\n\nQuoted words here.\nMore.\n\nOne fell.\nTwo fell.\n\n3. Numbered paragraph.\n\nPlace | Killed\nDona | 7\n\nUnder\n\nA note & more.\ncode\n5 < 6 and 2 * 3 * 4."
	it := gatherBytes(t, Options{}, "x.md", []byte(in)).one(t)
	if got := string(it.Text); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if it.Published != date(2017, 3, 2) || it.Author != "Ann Lee; Bo Ray" || it.URL != "https://post.example/1" || it.Language != "en" || string(it.Received) != in {
		t.Errorf("got %+v", it)
	}
	it = gatherBytes(t, Options{}, "x.md", []byte("+++\ntitle = 'Hit'\ndate = 03/04/2017\n+++\nShells fell.")).one(t)
	if string(it.Text) != "Hit\n\nShells fell." || len(it.Notes) != 1 {
		t.Errorf("TOML: %q, %v", it.Text, it.Notes)
	}
	it = gatherBytes(t, Options{}, "x.md", []byte("---\nShells fell on\nthe market.")).one(t)
	if string(it.Text) != "Shells fell on\nthe market." {
		t.Errorf("a rule at the start: %q", it.Text)
	}
}
