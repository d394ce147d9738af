package situation

import (
	"regexp"
	"sync"
)

// lateRegexp is a regular expression that is compiled when it is first used: there are some ninety, and most commands need none of them.
type lateRegexp struct {
	get func() *regexp.Regexp
}

// pattern makes a regular expression (RE2); one that is wrong panics when it is first used.
func pattern(text string) lateRegexp {
	return lateRegexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

func (p lateRegexp) MatchString(s string) bool { return p.get().MatchString(s) }

func (p lateRegexp) FindStringSubmatch(s string) []string { return p.get().FindStringSubmatch(s) }

func (p lateRegexp) FindString(s string) string { return p.get().FindString(s) }

func (p lateRegexp) FindStringIndex(s string) []int { return p.get().FindStringIndex(s) }

func (p lateRegexp) FindAllStringIndex(s string, n int) [][]int {
	return p.get().FindAllStringIndex(s, n)
}
