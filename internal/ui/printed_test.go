package ui

import (
	"regexp"
	"strings"
	"testing"

	"sitrep/internal/demo"
)

// Printed, a page ends with the sentence of every number on it.
func TestAPrintedPageEndsWithItsSentences(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	number := regexp.MustCompile(`aria-label="Evidence (\d+)"`)
	for _, path := range []string{"/", "/figures", "/events", "/places", "/places/Sirte", "/actors", "/sources"} {
		page, list, ok := strings.Cut(get(path).Body.String(), `<section class="cited"`)
		if !ok {
			t.Errorf("%s: no list of sentences", path)
			continue
		}
		for _, m := range number.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(list, "<b>["+m[1]+"]</b>") {
				t.Errorf("%s: [%s] stands for no sentence", path, m[1])
			}
		}
	}
}
