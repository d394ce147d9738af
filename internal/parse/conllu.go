package parse

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Row is one line of a CoNLL-U sentence (https://universaldependencies.org/format.html): its ten columns as written,
// "_" where a column is empty. A multi-word token ("3-4") and an empty node ("5.1") are rows too; see Row.Word.
type Row struct {
	ID, Form, Lemma, UPOS, XPOS, Feats, Head, Deprel, Deps, Misc string
}

// Word says that the row is a syntactic word: neither a multi-word token nor an empty node.
func (r *Row) Word() bool {
	return r.ID != "" && strings.IndexFunc(r.ID, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// Sentence is one sentence of a CoNLL-U file.
type Sentence struct {
	Comments []string // whole lines, with their "#"
	Rows     []Row
}

// Words appends the forms of the sentence's syntactic words to dst.
func (s *Sentence) Words(dst []string) []string {
	for i := range s.Rows {
		if s.Rows[i].Word() {
			dst = append(dst, s.Rows[i].Form)
		}
	}
	return dst
}

func (r *Row) columns() [10]string {
	return [...]string{r.ID, r.Form, r.Lemma, r.UPOS, r.XPOS, r.Feats, r.Head, r.Deprel, r.Deps, r.Misc}
}

// ReadCoNLLU reads CoNLL-U to its end. Lines may end in CR LF and a last blank line may be missing. The error names the
// line (from 1) that has not ten columns or an empty one.
func ReadCoNLLU(r io.Reader) ([]Sentence, error) {
	var (
		sents []Sentence
		cur   Sentence
		line  int
	)
	flush := func() {
		if len(cur.Rows) > 0 || len(cur.Comments) > 0 {
			sents = append(sents, cur)
		}
		cur = Sentence{}
	}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64<<10), 16<<20)
	for in.Scan() {
		line++
		text := strings.TrimSuffix(in.Text(), "\r")
		switch {
		case strings.TrimSpace(text) == "":
			flush()
		case text[0] == '#':
			cur.Comments = append(cur.Comments, text)
		default:
			row, err := parseRow(text)
			if err != nil {
				return nil, fmt.Errorf("conllu line %d: %w", line, err)
			}
			cur.Rows = append(cur.Rows, row)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("conllu after line %d: %w", line, err)
	}
	flush()
	return sents, nil
}

func parseRow(line string) (Row, error) {
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return Row{}, fmt.Errorf("%d columns, want 10", len(cols))
	}
	for i, c := range cols {
		if c == "" {
			return Row{}, fmt.Errorf("column %d is empty", i+1)
		}
	}
	return Row{cols[0], cols[1], cols[2], cols[3], cols[4], cols[5], cols[6], cols[7], cols[8], cols[9]}, nil
}

// WriteCoNLLU writes the sentences as CoNLL-U, each with a blank line after it; an empty column is written "_".
func WriteCoNLLU(w io.Writer, sents []Sentence) error {
	out := bufio.NewWriter(w)
	for i := range sents {
		for _, c := range sents[i].Comments {
			out.WriteString(c)
			out.WriteByte('\n')
		}
		for k := range sents[i].Rows {
			r := &sents[i].Rows[k]
			for j, col := range r.columns() {
				if j > 0 {
					out.WriteByte('\t')
				}
				if col == "" {
					col = "_"
				}
				out.WriteString(col)
			}
			out.WriteByte('\n')
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write conllu: %w", err)
	}
	return nil
}
