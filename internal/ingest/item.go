package ingest

import (
	"time"

	"sitrep"
)

// Item is one report as it was found: the bytes received, the text that reading begins with, and what its surroundings (the page's
// metadata, the feed, the mail's header, the record) say of it. Whatever is not said stays unknown.
type Item struct {
	// From says to people where the item was found: a path, a path and what lies in it ("a.zip!b.txt", "x.jsonl:12"), an address.
	From string
	// Received are the bytes as received of this one report: the file, the page, the message, the line of JSON. They are hashed and kept.
	Received []byte
	// Media is the media type of Received (RFC 6838), "text/plain" where nothing else is known.
	Media string
	// Text is the report in plain text, its title first where it has one, then a blank line and the body; nil says that Received is
	// that plain text.
	Text []byte
	// Author, Publisher, URL and Language (ISO 639-1) are as the surroundings say; URL is the canonical one where a page names it.
	Author, Publisher, URL, Language sitrep.Known
	// Published is the day of publication.
	Published sitrep.Date
	// Modified is when the publisher last changed the report, zero where it is not said.
	Modified time.Time
	// Notes say what had to be repaired or left out, and why.
	Notes []sitrep.Note
}

// Plain is the plain text that reading begins with.
func (i *Item) Plain() []byte {
	if i.Text != nil {
		return i.Text
	}
	return i.Received
}
