package api

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"sitrep/internal/account"
)

// heard is an event of a stream.
type heard struct{ id, name, data string }

// listen opens a stream and hands on what comes, comments as events of the name ":". The channel is closed where the stream ends.
func (d desk) listen(t *testing.T, last string) (<-chan heard, context.CancelFunc) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.URL+Base+"/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if ct := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || ct != "text/event-stream" {
		t.Fatalf("%s %s", resp.Status, ct)
	}
	out := make(chan heard, 1000)
	go func() {
		defer close(out)
		defer resp.Body.Close()
		var h heard
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "id":
				h.id = value
			case "event":
				h.name = value
			case "data":
				h.data = value
			case "":
				if strings.HasPrefix(lines.Text(), ":") {
					out <- heard{name: ":"}
				} else if h.name != "" {
					out <- h
				}
				h = heard{}
			}
		}
	}()
	t.Cleanup(stop)
	return out, stop
}

// next is the next event of one of the names.
func next(t *testing.T, c <-chan heard, names ...string) heard {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case h, ok := <-c:
			if !ok {
				t.Fatal("the stream ended")
			}
			for _, n := range names {
				if h.name == n {
					return h
				}
			}
		case <-late:
			t.Fatalf("nothing of %v came", names)
		}
	}
}

func quick(o *Options) {
	o.Limits = Limits{Poll: 20 * time.Millisecond, Beat: 100 * time.Millisecond, Streams: 2}
}

func TestTwoListenersHearWhatIsNew(t *testing.T) {
	d := open(t, account.Editor, quick)
	a, _ := d.listen(t, "")
	b, leave := d.listen(t, "")
	first := next(t, a, "state")
	next(t, b, "state")
	next(t, a, ":")
	refused(t, d.get(t, "/stream"), http.StatusServiceUnavailable, "2 streams")
	in := into[Ingested](t, d.ask(t, http.MethodPost, Base+"/reports", "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said.", "Content-Type", "text/plain"))
	for _, c := range []<-chan heard{a, b} {
		h := next(t, c, "reports")
		var change Change
		if err := json.Unmarshal([]byte(h.data), &change); err != nil || change.Kind != "add" || change.Reports != 1 || h.id == first.id {
			t.Errorf("%+v, %v after %s", h, err, first.id)
		}
		next(t, c, "events")
	}
	leave()
	claims := into[ClaimList](t, d.get(t, "/reports/"+string(in.ID)+"/claims"))
	into[Decided](t, d.ask(t, http.MethodPost, Base+"/reviews", `{"verdict":"reject","ids":["`+string(claims.Claims[0].Claim.ID)+`"],"why":"an exercise"}`, "Content-Type", "application/json"))
	review := next(t, a, "change")
	if !strings.Contains(review.data, `"kind":"review"`) || strings.Contains(review.data, "exercise") || strings.Contains(review.data, "ada") {
		t.Errorf("%+v", review)
	}
	for open := 2; open > 1; time.Sleep(10 * time.Millisecond) {
		d.api.hub.mu.Lock()
		open = len(d.api.hub.clients)
		d.api.hub.mu.Unlock()
	}
	c, _ := d.listen(t, first.id)
	if missed := next(t, c, "reports", "state"); missed.name != "reports" {
		t.Errorf("who comes back hears first %+v", missed)
	}
	if missed := next(t, c, "change", "state"); missed.id != review.id {
		t.Errorf("then %+v, want review %s", missed, review.id)
	}
	d.api.Close()
	for _, c := range []<-chan heard{a, c} {
		for ended := false; !ended; {
			select {
			case _, ok := <-c:
				ended = !ok
			case <-time.After(10 * time.Second):
				t.Fatal("a stream goes on after the end")
			}
		}
	}
	refused(t, d.get(t, "/stream"), http.StatusServiceUnavailable, "stopping")
}

func TestWhoMissedMuchIsToldToAskAnew(t *testing.T) {
	d := open(t, account.Reader, quick)
	if m, err := d.api.since(t.Context(), 0, told+1); err != nil || len(m) != 1 || m[0].name != "reset" {
		t.Errorf("%+v %v", m, err)
	}
	refused(t, d.get(t, "/stream", "Last-Event-ID", "x"), http.StatusBadRequest, "Last-Event-ID")
	refused(t, d.get(t, "/stream", "Last-Event-ID", "-4"), http.StatusBadRequest, "Last-Event-ID")
}

func TestASlowListenerIsLeftBehind(t *testing.T) {
	d := open(t, account.Reader, nil)
	c, _, err := d.api.hub.join(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.api.hub.mu.Lock()
	for i := range queued + 1 {
		d.api.hub.send(message{"change", int64(i), nil})
	}
	left := len(d.api.hub.clients)
	d.api.hub.mu.Unlock()
	if left != 0 {
		t.Error("it is still waited for")
	}
	n := 0
	for range c {
		n++
	}
	if n != queued {
		t.Errorf("%d messages", n)
	}
	d.api.hub.leave(c)
}
