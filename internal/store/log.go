package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"sitrep"
)

// The log has an entry for every change of the record. An entry's hash covers the hash of the one before, its number, time, kind,
// subject and detail, so that no entry can be changed, left out or put in without every later one telling.

// The kinds of entries.
const (
	logAdd     = "add"     // reports came in; detail counts and digests them
	logRead    = "read"    // reports were read again with another reader
	logRetract = "retract" // a report was withdrawn
	logErase   = "erase"   // a report's bytes, text and readings were removed
	logRegroup = "regroup" // groups of copies were formed anew, by signatures of another version
	logReview  = "review"  // a person decided about claims
	logRestore = "restore" // the archive was made from a backup
	logUser    = "user"    // an account was made or changed; subject is its name
	logToken   = "token"   // a token, or a link that sets a password, was made or revoked; subject is the name of whose it is
	logBrief   = "brief"   // a brief was made that the next one tells changes since; subject is its scope
)

// entry is one entry of the log.
type entry struct {
	seq           int64
	time          int64 // microseconds since 1970
	kind, subject string
	detail        string // JSON
	hash          []byte
}

// sum is what the hash of e is, prev being the hash of the entry before, nil for the first.
func (e *entry) sum(prev []byte) []byte {
	h := sha256.New()
	field := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	field(prev)
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(e.seq)))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(e.time)))
	field([]byte(e.kind))
	field([]byte(e.subject))
	field([]byte(e.detail))
	return h.Sum(nil)
}

// next is the number that this change's entry will have.
func (p *pen) next() (int64, error) {
	if p.seq > 0 {
		return p.seq, nil
	}
	p.last = entry{}
	_, err := p.one([]any{&p.last.seq, &p.last.time, &p.last.hash}, "SELECT seq, time, hash FROM log ORDER BY seq DESC LIMIT 1")
	if err != nil {
		return 0, err
	}
	if p.last.seq != p.a.seen { // another program may have dropped names
		p.a.names.clear()
		p.a.seen = p.last.seq
	}
	p.seq = p.last.seq + 1
	return p.seq, nil
}

// record writes this change's entry. Its time is never before that of the entry before, whatever the clock says.
func (p *pen) record(kind, subject string, detail any) error {
	seq, err := p.next()
	if err != nil {
		return err
	}
	d, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	e := entry{seq: seq, time: max(p.a.clock().UnixMicro(), p.last.time), kind: kind, subject: subject, detail: plainText(string(d))}
	e.hash = e.sum(p.last.hash)
	_, err = p.do("INSERT INTO log (seq, time, kind, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?)", e.seq, e.time, e.kind, e.subject, e.detail, e.hash)
	p.last, p.a.seen = e, e.seq
	p.seq = 0
	return err
}

// summary is the detail of an entry about reports: how many, and a digest over them.
type summary struct {
	Reports int    `json:"reports"`
	Digest  string `json:"digest"`
}

// digest is the SHA-256 over lines "id sha256", in order, in hexadecimal.
func digest(lines []string) string {
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

func digestLine(id sitrep.ReportID, sha256 []byte) string {
	return string(id) + " " + hex.EncodeToString(sha256)
}

// timeOf is the time of an entry.
func timeOf(micro int64) time.Time { return time.UnixMicro(micro).UTC() }
