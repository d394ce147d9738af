package ui

import (
	"net/url"
	"strings"

	"sitrep"
)

// languages are the English names of those that reports of wars are often in, by ISO 639-1 code.
var languages = map[string]string{"am": "Amharic", "ar": "Arabic", "bn": "Bengali", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
	"fr": "French", "he": "Hebrew", "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "my": "Burmese",
	"nl": "Dutch", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ru": "Russian", "so": "Somali", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian",
	"und": "language not told", "ur": "Urdu", "zh": "Chinese"}

// languageName is the English name of a language by its ISO 639-1 code, the code itself where it has none here.
func languageName(code string) string {
	if name, ok := languages[code]; ok {
		return name
	}
	return code
}

// weblink says that an address leads to a page of the web, and to nothing that a browser would run.
func weblink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https"))
}

// eventName is what an event is called: its type, where and when.
func eventName(e *sitrep.Event) string {
	parts := []string{plainType(e.Type)}
	if e.Place != nil && e.Place.Name != "" {
		parts = append(parts, e.Place.Name)
	}
	return strings.Join(append(parts, eventDays(e.From, e.To)), ", ")
}

// mapLink is the map of an event's place and days.
func mapLink(e *sitrep.Event) string {
	s := Scope{Types: []string{e.Type}}
	if e.Place != nil {
		s.Place, s.Country = e.Place.Name, string(e.Place.Country)
	}
	s.From, s.To = e.From.String(), e.To.String()
	return s.At("/map")
}
