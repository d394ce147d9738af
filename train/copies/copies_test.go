package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestTheTableIsMadeOfTheCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no ../shared/corpus beside the repository")
	}
	var made bytes.Buffer
	if err := words(corpus, &made); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join("..", "..", "internal", "origin", "words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made.Bytes(), kept) {
		t.Error("internal/origin/words.txt is not what `go run ./train/copies words ../shared/corpus` makes")
	}
}

func TestLogisticFindsTheWeightsThatMadeTheExamples(t *testing.T) {
	var examples []example
	for i := range 400 {
		x := float64(i%20) / 10
		// Of 20 examples with this x, as many are copies as the odds exp(-2 + 3x) say.
		p := 1 / (1 + math.Exp(2-3*x))
		examples = append(examples, example{x: []float64{1, x}, copies: float64(i/20) < 20*p})
	}
	w := logistic(examples)
	if math.Abs(w[0]+2) > .3 || math.Abs(w[1]-3) > .4 {
		t.Errorf("got %.2f, want about -2 and 3", w)
	}
}

func TestGroupsShowsCopies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	item := `{"text": "Rebels free forty prisoners at the bridge of Wau after talks led by bishops from three dioceses."}` + "\n"
	if err := os.WriteFile(file, []byte(item+`{"text": "Floods close the road to Torit."}`+"\n"+item), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := groups([]string{file}, &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("g-r-1: 2 reports\n")) || bytes.Contains(out.Bytes(), []byte("Torit")) {
		t.Errorf("got %s", &out)
	}
}
