package ui

import "net/http"

// keysRoutes are the page of all keys, for those without scripts and as the text of the window that "?" opens.
func (p *Pages) keysRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /keys", p.handle(func(w http.ResponseWriter, r *http.Request) error {
		return p.write(w, r, http.StatusOK, "keys", page{Title: "Keys", Data: keyTable})
	}))
}

// keyGroup is a place where keys work. Each key is what is pressed, then what it does.
type keyGroup struct {
	Where string
	Keys  [][2]string
}

// keyTable is every single key that the scripts know (web/src/keys.ts).
var keyTable = []keyGroup{
	{"Everywhere", [][2]string{{"/", "search"}, {"?", "all keys"}, {"Esc", "back"}, {"g s", "situation"}, {"g m", "map"}, {"g t", "timeline"}, {"g f", "figures"}, {"g r", "review"}}},
	{"Lists and tables", [][2]string{{"j", "next"}, {"k", "previous"}, {"Enter", "open"}, {"o", "evidence"}}},
	{"Reader", [][2]string{{"j", "next claim"}, {"k", "previous claim"}, {"[", "previous report"}, {"]", "next report"}, {"g e", "the claim's event"}, {"c", "copies"},
		{"o", "original"}, {"e", "explain"}, {"m", "marks on and off"}, {"y", "copy the citation"}, {"r", "review"}}},
	{"Map", [][2]string{{"p", "play, pause"}, {"arrows", "move, while the map has the focus"}, {"+ and −", "closer, farther"}, {"Enter", "list what lies at the cross in the middle"}}},
	{"Review", [][2]string{{"a", "accept"}, {"x", "reject"}, {"1 to 9", "correct a slot, then 1 to 4 a candidate"}, {"m", "merge"}, {"s", "split"}, {"d", "duplicate"},
		{"n", "note"}, {"Space", "later"}, {"u", "undo"}}},
}
