package api

import (
	"net/http"
	"strings"
	"testing"

	"sitrep/internal/account"
	"sitrep/internal/wire"
)

// Two coders who judge one claim do not learn from the API what the other decided before having decided.
func TestACoderIsNotToldWhatOthersDecided(t *testing.T) {
	d := open(t, account.Coder, nil)
	var id, report string
	for _, e := range into[EventList](t, d.get(t, "/events?limit=200")).Events {
		if len(e.Figures) > 0 {
			id = string(e.Lead)
			break
		}
	}
	if id == "" {
		t.Fatal("no event has a figure")
	}
	report = string(into[wire.WholeClaim](t, d.get(t, "/claims/"+id)).Report.ID)
	const secret = "Ada read it twice"
	paths := []string{"/claims?limit=200", "/claims?limit=200&format=csv", "/claims/" + id, "/reports/" + report, "/reports/" + report + "/claims", "/figures?limit=200", "/figures?limit=200&format=csv", "/search?q=Sirte&limit=200",
		"/events/" + id, "/reviews"}
	tells := func(name string) (out []string) {
		t.Helper()
		for _, p := range paths {
			g := d.get(t, p, "X-Test-User", name)
			if g.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s %s", p, g.Status, g.body)
			}
			if strings.Contains(g.body, secret) {
				out = append(out, p)
			}
		}
		return out
	}
	decide := func(name, why string) {
		t.Helper()
		if g := d.ask(t, http.MethodPost, Base+"/reviews", `{"verdict":"accept","ids":["`+id+`"],"why":"`+why+`"}`, "Content-Type", "application/json", "X-Test-User", name); g.StatusCode != http.StatusCreated {
			t.Fatalf("%s: %s", g.Status, g.body)
		}
	}
	decide("ada", secret)
	if got := tells("ada"); len(got) < 7 {
		t.Errorf("ada's decision stands in %q only", got)
	}
	if got := tells("ben"); len(got) > 0 {
		t.Errorf("what ada decided is told to ben by %q", got)
	}
	e := d.get(t, "/search?q=Sirte&limit=200", "X-Test-User", "ada").Header.Get("ETag")
	if g := d.get(t, "/search?q=Sirte&limit=200", "X-Test-User", "ben", "If-None-Match", e); g.StatusCode != http.StatusOK {
		t.Errorf("ada's answer goes for ben's: %s", g.Status)
	}
	decide("ben", "as Ben has it")
	if g := d.get(t, "/claims/"+id, "X-Test-User", "ada"); !strings.Contains(g.body, "as Ben has it") {
		t.Error("ada, who decided, is not told what ben decided")
	}
	decide("ada", secret)
	if got := tells("ben"); len(got) < 7 {
		t.Errorf("ben, who decided, is told by %q only", got)
	}
}
