package ingest

import "time"

// Followed is what is remembered between visits of a source that is followed: a feed, a sitemap, a page, an entry of a feed, a
// folder. The zero value, but for Source, is a source never visited.
type Followed struct {
	// Source is its address or path, the key.
	Source string
	// ETag and LastModified are the validators of the last answer (RFC 9110, 8.8), sent back as received; "" where it gave none.
	ETag, LastModified string
	// Digest tells what was last handed on from what may come: hashes in hexadecimal, compared as a whole, "" where nothing was.
	Digest string
	// Every is how long to wait between visits, as learned from how often the source changes; zero where nothing was learned.
	Every time.Duration
	// Next is when it is to be visited again; zero: at once.
	Next time.Time
	// Failures counts the visits that failed since the last that did not.
	Failures int
	// Gone says that the source told it is not coming back (404, 410), so that it is not visited again unless asked for anew.
	Gone bool
	// Note says in one line why the last visit failed, "" where it did not.
	Note string
}
