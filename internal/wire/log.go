package wire

import (
	"sitrep"
	"sitrep/internal/store"
)

// Logged is an entry of the archive's log.
type Logged struct {
	Seq     int64        `json:"seq"`
	Time    sitrep.Known `json:"time"`
	Kind    string       `json:"kind"`
	Subject sitrep.Known `json:"subject"`
	Reports int          `json:"reports"`
	Why     sitrep.Known `json:"why"`
	Person  sitrep.Known `json:"person"`
	Hash    string       `json:"hash"`
}

// LoggedOf makes a Logged.
func LoggedOf(l *store.Logged) Logged {
	return Logged{l.Seq, Stamp(l.Time), l.Kind, sitrep.Known(l.Subject), l.Reports, sitrep.Known(l.Why), sitrep.Known(l.Person), l.Hash}
}

// LoggedColumns are the columns of the log in CSV.
var LoggedColumns = []string{"seq", "time", "kind", "subject", "reports", "why", "person", "hash"}

// LoggedCells are the cells of LoggedColumns.
func LoggedCells(l *store.Logged) []Cell {
	var out record
	out.count(int(l.Seq))
	out.text(string(Stamp(l.Time)), l.Kind, l.Subject)
	out.count(l.Reports)
	out.text(l.Why, l.Person, l.Hash)
	return out
}
