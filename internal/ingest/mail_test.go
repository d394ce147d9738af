package ingest

import (
	"encoding/base64"
	"strings"
	"testing"
)

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

const plainMail = `Return-Path: <desk@post.example>
From: =?utf-8?q?Jos=C3=A9_Lee?= <desk@post.example>
To: all@post.example
Date: Thu, 2 Mar 2017 23:10:00 -0500 (EST)
Subject: Re: Fwd: =?windows-1252?Q?Shells_=93hit=94?=
 the market
Message-ID: <1@post.example>
Organization: The Post
Content-Language: en
Archived-At: <https://lists.example/1>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1; format=flowed
Content-Transfer-Encoding: quoted-printable

Shells fell on the =
caf=E9 and the=20
market.
`

func TestMail(t *testing.T) {
	it := gatherBytes(t, Options{}, "", crlf(plainMail)).one(t)
	if got := string(it.Text); got != "Shells “hit” the market\n\nShells fell on the café and the market." {
		t.Errorf("text %q", got)
	}
	if it.Author != "José Lee" || it.Publisher != "The Post" || it.Published != date(2017, 3, 2) || it.URL != "https://lists.example/1" || it.Language != "en" || it.Media != "message/rfc822" || string(it.Received) != string(crlf(plainMail)) {
		t.Errorf("got %+v", it)
	}
}

func mixedMail() string {
	zip := base64.StdEncoding.EncodeToString(zipped([2]string{"in.txt", "Rebels left the town."}))
	return `From: desk@post.example
Subject: Two files
Date: some day
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

PLAIN
--inner
Content-Type: text/html; charset=utf-8

<html><body><p>The HTML &amp; all.</p></body></html>
--inner--
--outer
Content-Type: application/zip
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="../reports.zip"

` + zip + `
--outer
Content-Type: image/png
Content-Disposition: attachment; filename=map.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--outer
Content-Type: message/rfc822

From: other@post.example
Subject: Forwarded
Date: Fri, 3 Mar 2017 10:00:00 +0000

A convoy left.
--outer--
`
}

func TestMailWithAttachments(t *testing.T) {
	g := gatherBytes(t, Options{}, "m.eml", []byte(strings.Replace(mixedMail(), "PLAIN", "The plain text.", 1)))
	if got := strings.Join(g.froms(), " "); got != "m.eml m.eml!reports.zip!in.txt m.eml!part7.eml" || len(g.refused) > 0 {
		t.Fatalf("got %s, refused %q", got, g.refused)
	}
	if got := string(g.items[0].Text); got != "Two files\n\nThe plain text." {
		t.Errorf("text %q", got)
	}
	notes := g.items[0].Notes
	if !g.items[0].Published.IsZero() || len(notes) != 2 || notes[0].Kind != "date" || notes[1].Kind != "left_out" || !strings.Contains(notes[1].Detail, "map.png") {
		t.Errorf("notes %v", notes)
	}
	if f := g.items[2]; string(f.Text) != "Forwarded\n\nA convoy left." || f.Published != date(2017, 3, 3) {
		t.Errorf("forwarded: %+v", f)
	}
	g = gatherBytes(t, Options{}, "m.eml", []byte(strings.Replace(mixedMail(), "PLAIN", " ", 1)))
	if got := string(g.items[0].Text); got != "Two files\n\nThe HTML & all." {
		t.Errorf("an empty plain text gives way to HTML: %q", got)
	}
	cut, _, _ := strings.Cut(strings.Replace(mixedMail(), "PLAIN", "The plain text.", 1), "\n--inner--")
	it := gatherBytes(t, Options{}, "m.eml", []byte(cut)).one(t)
	if string(it.Text) != "Two files\n\nThe plain text." || it.Notes[len(it.Notes)-1].Kind != "truncated" {
		t.Errorf("a cut mail: %q, %v", it.Text, it.Notes)
	}
}

func TestASavedPageIsReadAsAPage(t *testing.T) {
	in := "From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/1\nSubject: Hit\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p class=3D\"x\">Shells fell.</p>\n--b\nContent-Type: text/css\n\np{}\n--b--\n"
	var address string
	o := Options{Page: func(b []byte, media, url string) (Item, error) {
		address = url
		return Item{Text: []byte("page: " + string(b)), URL: "https://post.example/1"}, nil
	}}
	it := gatherBytes(t, o, "x.mhtml", []byte(in)).one(t)
	if string(it.Text) != `page: <p class="x">Shells fell.</p>` || address != "https://post.example/1" || string(it.Received) != in {
		t.Errorf("got %q of %s", it.Text, address)
	}
}

func TestMailboxes(t *testing.T) {
	in := `From desk@post.example Thu Mar  2 10:00:00 2017
From: a@post.example
Date: Thu, 2 Mar 2017 10:00:00 +0000
Subject: First

>From the north, shells fell.
>>From twice quoted.

From here on the road is closed.
From me@post.example at 10:30
Note: go home, said the mayor.

From b@post.example Fri Mar  3 10:00:00 2017
From: b@post.example
Subject: Second

A convoy left.

From c@post.example Fri Mar  3 11:00:00 2017
From: c@post.example
Date: Fri, 3 Mar 2017 11:00:00 +0000

`
	for _, b := range [][]byte{[]byte(in), crlf(in)} {
		g := gatherBytes(t, Options{}, "", b)
		if len(g.items) != 2 || len(g.refused) != 1 || !strings.Contains(g.refused[0], "#3: is a mail without text") {
			t.Fatalf("got %q, refused %q", g.froms(), g.refused)
		}
		want := "First\n\nFrom the north, shells fell.\n>From twice quoted.\n\nFrom here on the road is closed.\nFrom me@post.example at 10:30\nNote: go home, said the mayor."
		if got := strings.ReplaceAll(string(g.items[0].Text), "\r\n", "\n"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if r := string(g.items[0].Received); !strings.HasPrefix(r, "From: a@") || !strings.Contains(r, "\n>From the north") || !strings.HasSuffix(strings.TrimRight(r, "\r"), "mayor.\n") && !strings.HasSuffix(r, "mayor.\r\n") {
			t.Errorf("received %q", r)
		}
	}
}

func TestProseThatStartsLikeAMailIsProse(t *testing.T) {
	for _, s := range []string{"Date: 3 March\nSubject: the siege\n\nShells fell.", "From Baghdad came word of shells.\nNothing: else.\n", "Note: shells fell.\n\nMore."} {
		if it := gatherBytes(t, Options{}, "x.txt", []byte(s)); len(it.items) != 1 || it.items[0].Media != "text/plain" {
			t.Errorf("%q was read as %v", s, it)
		}
	}
}
