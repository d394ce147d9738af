package ingest

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestTheWholeEntriesOfABrokenFeedAreTaken(t *testing.T) {
	o := Options{Feed: func([]byte, string) ([]Item, error) {
		return []Item{{Received: []byte("Shells fell."), From: "https://example.org/1"}, {Received: []byte("Troops left.")}}, errors.New("breaks off in its third entry; get it anew")
	}}
	var from, refused []string
	in := Input{From: "f.xml", Body: strings.NewReader(`<?xml version="1.0"?><rss version="2.0"><channel><item>`)}
	err := o.Read(context.Background(), in, func(it Item) error { from = append(from, it.From); return nil },
		func(from string, err error) { refused = append(refused, from+": "+err.Error()) })
	if err != nil || strings.Join(from, " ") != "https://example.org/1 f.xml#2" || strings.Join(refused, " ") != "f.xml: breaks off in its third entry; get it anew" {
		t.Errorf("found %q, refused %q, %v", from, refused, err)
	}
}
