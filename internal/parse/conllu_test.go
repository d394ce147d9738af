package parse

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const twoSentences = "# text = We don't\n1\tWe\twe\tPRON\t_\t_\t2\tnsubj\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
	"2\tdo\tdo\tVERB\t_\t_\t0\troot\t_\t_\n" +
	"3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n3.1\tgo\tgo\tVERB\t_\t_\t_\t_\t_\t_\n\n" +
	"1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\t_\n\n"

func TestCoNLLUComesBackAsItWas(t *testing.T) {
	sents, err := ReadCoNLLU(strings.NewReader(twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, sents); err != nil {
		t.Fatal(err)
	}
	if b.String() != twoSentences {
		t.Errorf("got\n%s\nwant\n%s", b.String(), twoSentences)
	}
	if got, want := sents[0].Words(nil), []string{"We", "do", "n't"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}

func TestCoNLLUTakesCarriageReturnsAndNoLastLine(t *testing.T) {
	s := strings.TrimRight(strings.ReplaceAll(twoSentences, "\n", "\r\n"), "\r\n")
	sents, err := ReadCoNLLU(strings.NewReader(s))
	if err != nil || len(sents) != 2 {
		t.Errorf("%d sentences, error %v", len(sents), err)
	}
}

func TestCoNLLUNamesTheBadLine(t *testing.T) {
	for _, s := range []string{"# c\n1\tone\n", "# c\n1\t\t_\t_\t_\t_\t_\t_\t_\t_\n"} {
		if _, err := ReadCoNLLU(strings.NewReader(s)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: error %v", s, err)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(twoSentences)
	f.Fuzz(func(t *testing.T, s string) {
		sents, err := ReadCoNLLU(strings.NewReader(s))
		if err != nil {
			return
		}
		for i := range sents {
			sents[i].Words(nil)
		}
	})
}
