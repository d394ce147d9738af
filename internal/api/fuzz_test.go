package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sitrep/internal/account"
)

// FuzzQuery puts anything behind the address of every operation that is asked by GET: it is answered or refused with a problem, and nothing fails.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{"", "q=%22a+b%22+-c&limit=3", "from=2031&to=2031-04&type=shelling&type=attack&near=Sirte&within=10", "as_of=2031-05-01&country=LY&grade=single&origins=2", "after=abc&format=csv",
		"place=%00%ff&actor=%E2%80%AE&q=%22", "near=NaN,Inf&within=1e999", "limit=99999999999999999999", "by=month&measure=killed", "format=docx&short=true", "q=-a", "q=AND+OR+NEAR(", "at=2031-02-30", ";&=&&", "id=%2F"} {
		f.Add(q)
	}
	d := open(f, account.Administrator, func(o *Options) { o.ReadOnly, o.Limits, o.Log = true, Limits{Rate: 1e9, Burst: 1e9}, slog.Default() })
	ids := d.ids(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, s := range d.api.specs {
			if s.method != http.MethodGet || s.formats[0] == asStream {
				continue
			}
			path := filled(s.path, map[string]string{"id": ids["report"]})
			switch {
			case strings.HasPrefix(s.path, "/claims/"):
				path = filled(s.path, map[string]string{"id": ids["claim"]})
			case strings.HasPrefix(s.path, "/actors/"), strings.HasPrefix(s.path, "/places/"):
				path = filled(s.path, map[string]string{"id": query}) // these take any words
			}
			at, err := url.Parse(Base + path)
			if err != nil {
				continue
			}
			r := httptest.NewRequestWithContext(account.With(t.Context(), account.User{Name: "ada", Role: account.Administrator}), http.MethodGet, "/", nil)
			r.URL = at
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			d.api.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Fatalf("%s?%s: %d %s", path, query, w.Code, w.Body)
			}
			if strings.HasSuffix(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
				t.Fatalf("%s?%s: no JSON: %s", path, query, w.Body)
			}
		}
	})
}

// FuzzDecision posts anything as a decision.
func FuzzDecision(f *testing.F) {
	for _, b := range []string{`{"verdict":"accept","ids":["c-0123456789abcdef"],"why":"x"}`, `{"verdict":"correct","ids":["c-012345"],"set":["killed=1","place="],"why":"x"}`, `{"verdict":"undo","undoes":-1,"why":"x"}`,
		`[]`, `null`, `{"ids":{}}`, "\xff", `{"verdict":"same","ids":["e-1","e-1"],"why":"\u0000"}`} {
		f.Add(b)
	}
	d := open(f, account.Administrator, func(o *Options) { o.Limits, o.Log = Limits{Rate: 1e9, Burst: 1e9}, slog.Default() })
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequestWithContext(account.With(t.Context(), account.User{Name: "ada", Role: account.Administrator}), http.MethodPost, Base+"/reviews", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		d.api.ServeHTTP(w, r)
		if w.Code >= 500 || w.Code < 400 && !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
