package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/wire"
)

// A stream tells what is new by server-sent events. One goroutine looks at the archive for all streams, as long as any is open; each stream
// has a short queue, and one whose reader does not keep up is closed: it comes back by itself and says what it heard last.

// Change is what a stream says of the archive's log.
type Change struct {
	Seq  int64        `json:"seq"`  // number of the log's entry, and the id of the event
	Time sitrep.Known `json:"time"` // when it was written, in UTC
	// Kind is what was done: add, read, retract, erase, review, brief or restore.
	Kind    string `json:"kind"`
	Reports int    `json:"reports"` // how many reports it is about, 0 where it does not say
}

// State is where the archive stands.
type State struct {
	Seq    int64 `json:"seq"`    // number of the log's last entry
	Behind int   `json:"behind"` // reports that events are not yet made of
	Board  int64 `json:"board"`  // entry of the log that the view of the whole archive stands on, 0 where there is none yet
}

// message is an event of a stream. The id is that of the last entry of the log that the stream has heard of then.
type message struct {
	name string
	id   int64
	data any
}

// queued is how many messages wait for a slow reader, told how many missed entries of the log a stream is told of; beyond, it is told to ask anew.
const (
	queued = 64
	told   = 500
)

// hub looks at the archive for all streams.
type hub struct {
	a    *API
	done chan struct{}

	mu      sync.Mutex
	clients map[chan message]bool
	running bool
	closed  bool
	state   State
}

func newHub(a *API) *hub {
	return &hub{a: a, done: make(chan struct{}), clients: map[chan message]bool{}}
}

// close ends all streams.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
}

// join opens a stream and gives where the archive stands. Everything after that comes on the channel, which is closed where the reader is too slow.
func (h *hub) join(ctx context.Context) (chan message, State, error) {
	seq, behind, err := h.a.mark.look(ctx, h.a)
	if err != nil {
		return nil, State{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, State{}, later(http.StatusServiceUnavailable, 5*time.Second, "the server is stopping")
	case len(h.clients) >= h.a.o.Limits.Streams:
		return nil, State{}, later(http.StatusServiceUnavailable, 30*time.Second, "%d streams are open, which is all that may be; try again in a while", len(h.clients))
	}
	if !h.running {
		h.running = true
		h.state = State{seq, behind, h.a.boardSeq()}
		go h.run()
	}
	c := make(chan message, queued)
	h.clients[c] = true
	return c, h.state, nil
}

// leave closes a stream.
func (h *hub) leave(c chan message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.clients[c] {
		delete(h.clients, c)
		close(c)
	}
}

// run looks at the archive until no stream is open.
func (h *hub) run() {
	tick := time.NewTicker(h.a.o.Limits.Poll)
	defer tick.Stop()
	for {
		select {
		case <-h.done:
			h.mu.Lock()
			for c := range h.clients {
				delete(h.clients, c)
				close(c)
			}
			h.running = false
			h.mu.Unlock()
			return
		case <-tick.C:
		}
		h.mu.Lock()
		if len(h.clients) == 0 {
			h.running = false
			h.mu.Unlock()
			return
		}
		before := h.state
		h.mu.Unlock()
		news, now, err := h.look(before)
		if err != nil {
			h.a.o.Log.Warn("api: looking for what is new", "error", err.Error()) // the next look tries again
			continue
		}
		h.mu.Lock()
		h.state = now
		for _, m := range news {
			h.send(m)
		}
		h.mu.Unlock()
	}
}

// send hands a message to every stream; h.mu is held.
func (h *hub) send(m message) {
	for c := range h.clients {
		select {
		case c <- m:
		default:
			delete(h.clients, c)
			close(c)
		}
	}
}

// look gives what is new since a state.
func (h *hub) look(before State) ([]message, State, error) {
	ctx, stop := context.WithTimeout(context.Background(), h.a.o.Limits.Time)
	defer stop()
	seq, behind, err := h.a.mark.look(ctx, h.a)
	if err != nil {
		return nil, before, err
	}
	now := State{seq, behind, h.a.boardSeq()}
	news, err := h.a.since(ctx, before.Seq, seq)
	if err != nil {
		return nil, before, err
	}
	if behind == 0 && (before.Behind > 0 || seq != before.Seq) {
		news = append(news, message{"events", seq, now})
	}
	if now.Board != before.Board {
		news = append(news, message{"board", seq, now})
	}
	return news, now, nil
}

// since gives the entries of the log after one up to another, or, where these are many, that all is to be asked anew.
func (a *API) since(ctx context.Context, after, upTo int64) ([]message, error) {
	if after >= upTo {
		return nil, nil
	}
	if upTo-after > told {
		return []message{{"reset", upTo, State{Seq: upTo}}}, nil
	}
	entries, err := a.o.Archive.Log(ctx, upTo+1, int(upTo-after))
	if err != nil {
		return nil, err
	}
	var out []message
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if e.Seq <= after {
			continue
		}
		name := "change"
		if e.Kind == "add" {
			name = "reports"
		}
		out = append(out, message{name, e.Seq, Change{e.Seq, wire.Stamp(e.Time), e.Kind, e.Reports}})
	}
	return out, nil
}

// streamParams say from where a stream goes on.
type streamParams struct {
	LastEventID string `header:"Last-Event-ID" maxLength:"20" doc:"The id of the last event that was heard: what came since is told first." example:"12"`
}

// stream registers the stream.
func (a *API) stream() {
	s := spec{id: "stream", path: "/stream", tag: "archive", summary: "What is new", method: http.MethodGet, act: account.Read, status: http.StatusOK, formats: []format{asStream},
		about: "Server-sent events (text/event-stream): `state` when the stream opens, `reports` when reports came, `change` for each other entry of the archive's log (reports were read again, withdrawn, reviewed), " +
			"`events` when events are up to date with all reports, `board` when the view of the whole archive is, and `reset` where so much was missed that everything should be asked anew. The id of each is the number of an entry of the " +
			"log; a browser that comes back sends the last one and hears what it missed. A comment line comes every 15 seconds."}
	op := a.operation(&s)
	schemas := a.huma.OpenAPI().Components.Schemas
	change, state := schemas.Schema(reflect.TypeFor[Change](), true, ""), schemas.Schema(reflect.TypeFor[State](), true, "")
	op.Responses = map[string]*huma.Response{"200": {Description: "The stream; the data of `reports` and `change` is a " + strings.TrimPrefix(change.Ref, refs) + ", of the others a " + strings.TrimPrefix(state.Ref, refs),
		Content: map[string]*huma.MediaType{asStream.media: {Schema: &huma.Schema{Type: huma.TypeString}, Example: "id: 12\nevent: reports\ndata: {\"seq\":12,\"time\":\"2026-01-05T09:00:00Z\",\"kind\":\"add\",\"reports\":3}\n\n"}}}}
	op.Middlewares = huma.Middlewares{func(c huma.Context, next func(huma.Context)) { a.around(&s, as400{c}, next) }}
	a.specs = append(a.specs, &s)
	huma.Register(a.huma, op, func(ctx context.Context, p *streamParams) (*huma.StreamResponse, error) {
		last := int64(-1)
		if p.LastEventID != "" {
			n, err := strconv.ParseInt(p.LastEventID, 10, 64)
			if err != nil || n < 0 {
				return nil, wrong("header.Last-Event-ID", p.LastEventID, "is not the id of an event; send the last one that was heard, or none")
			}
			last = n
		}
		c, state, err := a.hub.join(ctx)
		if err != nil {
			return nil, a.fault(ctx, err)
		}
		first := []message{{"state", state.Seq, state}}
		if last >= 0 {
			missed, err := a.since(ctx, last, state.Seq)
			if err != nil {
				a.hub.leave(c)
				return nil, a.fault(ctx, err)
			}
			first = append(missed, first...)
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			defer a.hub.leave(c)
			a.tell(hc, c, first)
		}}, nil
	})
}

// tell writes messages until the reader goes away or is too slow.
func (a *API) tell(hc huma.Context, c chan message, first []message) {
	r, w := humago.Unwrap(hc)
	control := http.NewResponseController(w)
	h := w.Header()
	h.Set("Content-Type", asStream.media)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies hand it on at once
	w.WriteHeader(http.StatusOK)
	write := func(text string) bool {
		_ = control.SetWriteDeadline(a.o.Clock().Add(2 * a.o.Limits.Beat)) // where the writer has none, it needs none
		if _, err := w.Write([]byte(text)); err != nil {
			return false
		}
		return control.Flush() == nil
	}
	if !write("retry: 3000\n\n") {
		return
	}
	for _, m := range first {
		if !write(m.text()) {
			return
		}
	}
	beat := time.NewTicker(a.o.Limits.Beat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case m, ok := <-c:
			if !ok || !write(m.text()) {
				return
			}
		case <-beat.C:
			if !write(": still here\n\n") {
				return
			}
		}
	}
}

// text is a message as it is sent.
func (m message) text() string {
	data, err := json.Marshal(m.data)
	if err != nil {
		data = []byte("null")
	}
	return fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", m.id, m.name, data)
}
