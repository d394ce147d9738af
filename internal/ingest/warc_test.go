package ingest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// warcOf is a record. The fields are written as given, in a line each.
func warcOf(kind, url, fields, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2017-03-05T01:02:03Z\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, fields, len(block), block)
}

func httpOf(status, fields, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + fields + "\r\n" + body
}

func response(url, fields, body string) string {
	return warcOf("response", url, "Content-Type: application/http; msgtype=response\r\n", httpOf("200 OK", fields, body))
}

const htmlField = "Content-Type: text/html; charset=utf-8\r\n"

func archive() []string {
	return []string{
		warcOf("warcinfo", "", "Content-Type: application/warc-fields\r\n", "software: ours\r\n"),
		warcOf("request", "http://a.example/1", "", "GET / HTTP/1.1\r\n\r\n"),
		response("http://a.example/1", htmlField, "<html><p>One fell.</p></html>"),
		warcOf("revisit", "http://a.example/1", "", httpOf("304 Not Modified", "", "")),
		response("http://a.example/2", htmlField+"Transfer-Encoding: chunked\r\n", "6;x=y\r\n<p>Two\r\n9\r\n fell.</p\r\n1\r\n>\r\n0\r\n\r\n"),
		response("http://a.example/3", htmlField+"Content-Encoding: gzip\r\n", string(gz([]byte("<p>Three fell.</p>")))),
		warcOf("response", "http://a.example/4", "", httpOf("404 Not Found", htmlField, "<p>gone</p>")),
		response("http://a.example/5.png", "Content-Type: image/png\r\n", "\x89PNG"),
		response("http://a.example/robots.txt", "Content-Type: text/plain\r\n", "User-agent: *"),
		warcOf("resource", "http://a.example/6", "Content-Type: text/plain\r\n", "Six fell."),
		warcOf("conversion", "http://a.example/7", "Content-Type: text/plain\r\nWARC-Truncated: length\r\n", "Seven fell."),
		response("http://a.example/8", htmlField+"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", "<p>Eight fell.</p>"),
	}
}

var archiveWant = []string{"1 One fell.", "2 Two fell.", "3 Three fell.", "6 Six fell.", "7 Seven fell.", "8 Eight fell."}

func pagesOf(g gathered) []string {
	var s []string
	for _, it := range g.items {
		s = append(s, it.From[strings.LastIndex(it.From, "/")+1:]+" "+string(it.Plain()))
	}
	return s
}

func TestWARC(t *testing.T) {
	plain := strings.Join(archive(), "")
	var packed []byte
	for _, r := range archive() {
		packed = append(packed, gz([]byte(r))...)
	}
	for name, b := range map[string][]byte{"x.warc": []byte(plain), "x.warc.gz": packed, "whole.warc.gz": gz([]byte(plain)), "LF only": []byte(strings.ReplaceAll(plain, "\r\n\r\nWARC", "\n\nWARC"))} {
		g := gatherBytes(t, Options{}, name, b)
		if got := pagesOf(g); strings.Join(got, "; ") != strings.Join(archiveWant, "; ") || len(g.refused) > 0 {
			t.Errorf("%s: got %q, refused %q", name, got, g.refused)
			continue
		}
		want := fmt.Sprintf("%[1]s: 1 records of pages that had not changed (revisit) left out; %[1]s: 1 responses without success left out; %[1]s: 2 records of other kinds than pages and documents left out", name)
		if got := strings.Join(g.left, "; "); got != want {
			t.Errorf("%s: left out %s", name, got)
		}
		it := g.items[2]
		if it.From != name+"!http://a.example/3" || it.URL != "http://a.example/3" || string(it.Received) != "<p>Three fell.</p>" || !it.Published.IsZero() || len(it.Notes) != 1 || it.Notes[0].Detail != "2017-03-05T01:02:03Z" {
			t.Errorf("%s: %+v", name, it)
		}
		if it := g.items[4]; len(it.Notes) != 2 || it.Notes[0].Kind != "truncated" {
			t.Errorf("%s: a page cut by the crawler has notes %v", name, it.Notes)
		}
	}
}

func TestContentCodings(t *testing.T) {
	page := "<p>One fell.</p>"
	var z, br bytes.Buffer
	zw := zlib.NewWriter(&z)
	_, _ = zw.Write([]byte(page))
	_ = zw.Close()
	bw := brotli.NewWriter(&br)
	_, _ = bw.Write([]byte(page))
	_ = bw.Close()
	for coding, body := range map[string]string{"deflate": z.String(), "br": br.String(), "x-gzip": string(gz([]byte(page))), "identity": page, "br, gzip": string(gz(br.Bytes())), "gzip": page} {
		g := gatherBytes(t, Options{}, "x.warc", []byte(response("http://a.example/1", htmlField+"Content-Encoding: "+coding+"\r\n", body)))
		if it := g.one(t); string(it.Received) != page {
			t.Errorf("%s: %q", coding, it.Received)
		}
	}
}

func TestBrokenRecordsCostThemselvesOnly(t *testing.T) {
	good := func(n int) string {
		return response(fmt.Sprintf("http://a.example/%d", n), htmlField, fmt.Sprintf("<p>Number %d fell.</p>", n))
	}
	long := strings.Replace(good(2), "Content-Length: ", "Content-Length: 1", 1)
	short := regexp.MustCompile(`Content-Length: \d+`).ReplaceAllString(good(2), "Content-Length: 60")
	for _, c := range []struct {
		name, bad string
		want      string
	}{
		{"a length too long", long, "1 Number 1 fell.; 3 Number 3 fell."},
		{"a length too short", short, "1 Number 1 fell.; 3 Number 3 fell."},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nxx\r\n\r\n", "1 Number 1 fell.; 3 Number 3 fell."},
		{"garbage", "garbage\r\n\x00\xff\r\nmore\r\n", "1 Number 1 fell.; 3 Number 3 fell."},
	} {
		g := gatherBytes(t, Options{}, "x.warc", []byte(good(1)+c.bad+good(3)))
		if got := strings.Join(pagesOf(g), "; "); got != c.want || len(g.refused) != 1 || !strings.Contains(g.refused[0], "x.warc#2: is a ") {
			t.Errorf("%s: got %s, refused %q", c.name, got, g.refused)
		}
	}
	bad := gz([]byte(good(2)))
	bad[len(bad)/2] ^= 0x55
	b := bytes.Join([][]byte{gz([]byte(good(1))), bad, gz([]byte(good(3)))}, nil)
	g := gatherBytes(t, Options{}, "x.warc.gz", b)
	if got := strings.Join(pagesOf(g), "; "); got != "1 Number 1 fell.; 3 Number 3 fell." || len(g.refused) != 1 {
		t.Errorf("a broken member: got %s, refused %q", got, g.refused)
	}
	b = append(gz([]byte(good(1))), gz([]byte(good(2)))...)
	g = gatherBytes(t, Options{}, "x.warc.gz", b[:len(b)-20])
	if got := strings.Join(pagesOf(g), "; "); got != "1 Number 1 fell." || len(g.refused) != 1 || !strings.Contains(g.refused[0], "x.warc.gz#2: is a record that is cut off") {
		t.Errorf("a cut archive: got %s, refused %q", got, g.refused)
	}
}
