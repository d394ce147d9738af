package ui

import (
	"fmt"
	"testing"

	"sitrep/internal/board"
)

func TestWhatIsRememberedGoesWithItsView(t *testing.T) {
	var r remembered[int]
	made := 0
	get := func(b *board.Board, key string) int {
		return r.get(b, key, func() int { made++; return made })
	}
	one, two := &board.Board{}, &board.Board{Reports: 1}
	if get(one, "a") != 1 || get(one, "b") != 2 || get(one, "a") != 1 {
		t.Error("what was made for one address is not given again")
	}
	if get(two, "a") != 3 || get(one, "a") == 1 {
		t.Error("what was made of one view is given for another")
	}
	for i := range 3 * mostRemembered {
		get(two, fmt.Sprint(i))
	}
	if len(r.kept) > mostRemembered {
		t.Errorf("%d are kept, want %d at most", len(r.kept), mostRemembered)
	}
}
