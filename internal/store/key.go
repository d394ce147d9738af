package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"sitrep"
)

// A report's key is its day of publication, in days since 1970-01-01 and above all days unknown for none, in the upper 32 bits, and
// the first half of its id in the lower 32. Tables and indexes that are ordered by key are therefore in order of publication.
// Where two reports of a day share that half, one in four thousand million, the later one to arrive takes the next key that is free.

// unknownDay stands for the day of publication of a report that does not tell it: before every day that a Date can hold.
const unknownDay = math.MinInt32

// dayOf counts the days since 1970-01-01; unknownDay for an unknown date.
func dayOf(d sitrep.Date) int64 {
	if d.IsZero() {
		return unknownDay
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// dateOf is the date of a day.
func dateOf(day int64) sitrep.Date {
	if day == unknownDay {
		return sitrep.Date{}
	}
	t := time.Unix(day*86400, 0).UTC()
	return sitrep.NewDate(t.Year(), t.Month(), t.Day())
}

// keyOf is the key of the report with that id and day, where nothing else has it.
func keyOf(day int64, id int64) int64 { return day<<32 | int64(uint64(id)>>32) }

// keyDay is the day that a key holds.
func keyDay(key int64) int64 { return key >> 32 }

// number reads the number that an id of reports ("r-") or claims ("c-") stands for.
func number(prefix, id string) (int64, error) {
	var b [8]byte
	if len(id) != len(prefix)+16 || id[:len(prefix)] != prefix {
		return 0, fmt.Errorf("%w: %q; ids look like %s0123456789abcdef", ErrUnknown, id, prefix)
	}
	if _, err := hex.Decode(b[:], []byte(id[len(prefix):])); err != nil {
		return 0, fmt.Errorf("%w: %q; ids look like %s0123456789abcdef", ErrUnknown, id, prefix)
	}
	return int64(binary.BigEndian.Uint64(b[:])), nil
}

func reportNumber(id sitrep.ReportID) (int64, error) { return number("r-", string(id)) }

func claimNumber(id sitrep.ClaimID) (int64, error) { return number("c-", string(id)) }

func reportID(n int64) sitrep.ReportID { return sitrep.ReportID(fmt.Sprintf("r-%016x", uint64(n))) }

func claimID(n int64) sitrep.ClaimID { return sitrep.ClaimID(fmt.Sprintf("c-%016x", uint64(n))) }
