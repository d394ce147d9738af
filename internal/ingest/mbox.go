package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// newBuffer is a buffered reader of bytes in memory.
func newBuffer(b []byte) *bufio.Reader {
	return bufio.NewReaderSize(bytes.NewReader(b), min(len(b), window))
}

// fromRe is the line that begins a message in a mailbox: an address or a time stands in it.
var fromRe = regexp.MustCompile(`^From (?:\S+ .*\d:\d\d|\S*@|- *\r?$)`)

// mboxStart says that s begins as a mailbox does.
func mboxStart(s string) bool {
	line, rest, more := strings.Cut(s, "\n")
	return more && fromRe.MatchString(line) && fieldRe.MatchString(rest)
}

// quotedFrom is a line of a message that had to be quoted in a mailbox.
var quotedFrom = regexp.MustCompile(`(?m)^>(>*From )`)

// mbox reads a mailbox (RFC 4155) message by message. A message begins at a line "From " that stands at the start or under an empty line,
// and over a header field, with an address or a time, so that prose in a mailbox that does not quote such lines cuts nothing. ">From " is unquoted as both mboxo and
// mboxrd need it.
func (w *walker) mbox(p *piece) error {
	n, at := 0, 0 // messages; message that is being read
	var msg []byte
	long, lineStart, blank := false, true, true
	end := func() error {
		from := p.from + "#" + strconv.Itoa(at)
		switch raw := bytes.TrimSuffix(bytes.TrimSuffix(msg, []byte("\n")), []byte("\r")); {
		case at == 0:
			return nil
		case long:
			w.refuse(from, fmt.Errorf("is a message over the limit of %s; save it without its attachments", megabytes(w.Limits.File)))
			return nil
		case len(bytes.TrimSpace(raw)) == 0:
			w.refuse(from, errors.New("is an empty message; export the mailbox anew"))
			return nil
		default:
			return w.message(p, from, raw, quotedFrom.ReplaceAll(raw, []byte("$1")))
		}
	}
	for {
		b, err := p.r.ReadSlice('\n')
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			w.refuse(p.from+"#"+strconv.Itoa(at), unread(err))
			return nil
		}
		if lineStart && blank && err == nil && fromRe.Match(bytes.TrimRight(b, "\r\n")) {
			b = bytes.Clone(b)
			if next, _ := p.r.Peek(256); fieldRe.Match(next) {
				if err := end(); err != nil {
					return err
				}
				n++
				at, msg, long, blank = n, nil, false, false
				continue
			}
		}
		if lineStart {
			blank = len(bytes.TrimRight(b, "\r\n")) == 0
		}
		lineStart = err == nil
		switch {
		case at == 0 || long:
		case int64(len(msg)+len(b)) > w.Limits.File:
			long, msg = true, nil
		default:
			msg = append(msg, b...)
		}
		if err != io.EOF {
			continue
		}
		if n == 0 {
			w.refuse(p.from, errors.New("is no mailbox that can be read: no line \"From \" stands over a header; export it as mbox or eml"))
			return nil
		}
		return end()
	}
}
