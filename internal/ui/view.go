package ui

import (
	"errors"
	"net/http"

	"sitrep/internal/board"
)

// Boards give the derived view of the whole archive; nil before the first is made.
type Boards interface{ Board() *board.Board }

// errDeriving is the error of what needs a view that is not there yet.
var errDeriving = errors.New("the archive is being read")

// board is the view that pages over the whole archive show, errDeriving before there is one.
func (p *Pages) board() (*board.Board, error) {
	if p.boards != nil {
		if b := p.boards.Board(); b != nil {
			return b, nil
		}
	}
	return nil, errDeriving
}

// waitSeconds is after how long a page that waits for the view asks again.
const waitSeconds = 2

// overBoard is a page that shows the view of the whole archive: until there is one, the page says that it is being made, and asks again.
func (p *Pages) overBoard(h func(w http.ResponseWriter, r *http.Request, b *board.Board) error) http.HandlerFunc {
	return p.handle(func(w http.ResponseWriter, r *http.Request) error {
		b, err := p.board()
		if err != nil {
			return p.wait(w, r, "")
		}
		return h(w, r, b)
	})
}

// wait is the page of what is being made: it says how far that is, and asks again.
func (p *Pages) wait(w http.ResponseWriter, r *http.Request, section string) error {
	w.Header().Set("Cache-Control", "no-store")
	var far struct{ Done, All int }
	if progress, ok := p.boards.(interface{ Progress() (done, all int) }); ok {
		far.Done, far.All = progress.Progress()
	}
	return p.write(w, r, http.StatusAccepted, "wait", page{Title: "Reading the archive", Section: section, Refresh: waitSeconds, Data: far})
}

// over is the scope as the view takes it. The error names the parameter that nothing answers to.
func (s Scope) over(b *board.Board) (board.Scope, error) {
	out := board.Scope{Country: s.Country, From: s.First, To: s.Last, Types: s.Types, Grades: s.Grades, MinOrigins: s.Origins}
	if s.Place == "" {
		return out, nil
	}
	found := b.Find(s.Place, s.Country)
	if len(found) == 0 {
		return out, badField("place", "no place %q is known; write it as reports do, or leave it away", s.Place)
	}
	out.Area = &found[0]
	return out, nil
}
