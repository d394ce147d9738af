package main

import (
	"strings"
)

// indented is v as JSON whose lines after the first stand prefix further in.
func indented(v any, prefix string) (string, error) {
	b, err := marshal(v, "  ")
	return strings.ReplaceAll(strings.TrimRight(string(b), "\n"), "\n", "\n"+prefix), err
}
